/** Cluster campaigns, their leads and special operations: begun. */
import type { ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import type { PlaceProps } from "../places.tsx";

export function CampaignsPlace(_: PlaceProps): ReactNode {
  return <Loading rows={8} />;
}
