/** Appeals, complaints and compensations: begun. */
import type { ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import type { PlaceProps } from "../places.tsx";

export function AppealsPlace(_: PlaceProps): ReactNode {
  return <Loading rows={8} />;
}
