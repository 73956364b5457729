/** Cases and series: begun. */
import type { ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import type { PlaceProps } from "../places.tsx";

export function CasesPlace(_: PlaceProps): ReactNode {
  return <Loading rows={8} />;
}
