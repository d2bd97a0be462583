import { INCIDENT_SOURCES } from "@accord/registry";
import { z } from "zod";

/** Where a partner's node takes notices of incidents. */
export const INCIDENT_PATH = "/incidents";

const counts = z.record(z.string().max(64), z.int().min(0));

/** What a partner is told of an incident: counts under one agreement, never who the persons are. */
export const IncidentMessage = z.strictObject({
  notice: z.uuid(),
  incident: z.uuid(),
  agreement: z.string().regex(/^[0-9a-f]{64}$/),
  drill: z.boolean(),
  source: z.enum(INCIDENT_SOURCES),
  openedAt: z.iso.datetime(),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime(),
  persons: z.int().min(0),
  byAttribute: counts,
  byLanguage: counts,
});
export type IncidentMessage = z.infer<typeof IncidentMessage>;
