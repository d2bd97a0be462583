import { PCode } from "@accord/vocabulary";
import { z } from "zod";
import { ExcludedCategory, RecipientClass, ScopeStatus } from "./terms.ts";

/** Which persons the agreement covers; all that is named must hold. */
export const Scope = z.strictObject({
  /** A person is covered whose present place lies in one of these. `SS` is the whole country. */
  places: z.array(PCode).max(500),
  /** A person is covered who is in one of these; none named means that none is asked for. */
  programmes: z.array(z.string().min(1).max(80)).max(100),
  registeredFrom: z.iso.date().optional(),
  registeredUntil: z.iso.date().optional(),
  /** A person is covered whose file has one of these states. */
  statuses: z.array(ScopeStatus).min(1).max(3),
});
export type Scope = z.infer<typeof Scope>;

/** What no clause can grant: it is taken out after everything else is judged. */
export const Exclusions = z.strictObject({
  /** Of a person whose place must be protected: nothing at all is disclosed, or all but the place. */
  protectedLocation: z.enum(["person", "place"]),
  categories: z.array(ExcludedCategory).max(2),
  /** Whom nothing may reach, by class and by name; a party cannot be among them. */
  recipients: z.strictObject({
    classes: z.array(RecipientClass).max(4),
    named: z.array(z.string().min(1).max(200)).max(200),
  }),
});
export type Exclusions = z.infer<typeof Exclusions>;
