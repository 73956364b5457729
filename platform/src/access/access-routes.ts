/** Every route about identity in one table. */
import { ADMIN_ROUTES } from "./admin-routes.ts";
import type { Route } from "./route.ts";
import { SIGN_IN_ROUTES, type AccessServices } from "./sign-in-routes.ts";

export const ACCESS_ROUTES: readonly Route<AccessServices>[] = [...SIGN_IN_ROUTES, ...ADMIN_ROUTES];
