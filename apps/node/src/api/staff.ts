import { listReads, listStaffAccounts, type StaffAccount } from "@accord/registry";
import { PCode } from "@accord/vocabulary";
import { z } from "zod";
import {
  addAccount,
  changeAccount,
  closeAccount,
  type Invited,
  lockAccount,
  recoverAccount,
  unlockAccount,
} from "../access/accounts.ts";
import { READING_PURPOSES } from "../access/purpose.ts";
import { ROLE_NAMES, ROLES } from "../access/role.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const May = z.strictObject({
  roles: z.array(z.enum(ROLE_NAMES)).min(1).max(ROLE_NAMES.length),
  /** P-codes whose persons they see; `*` for all. */
  sites: z.array(z.union([PCode, z.literal("*")])).max(200),
  purposes: z.array(z.union([z.enum(READING_PURPOSES), z.literal("*")])).max(50),
});
const Login = z
  .string()
  .min(2)
  .max(120)
  .regex(/^[^\s\p{Cc}]+$/u, "no spaces");
const Account = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  sites: z.array(z.string()),
  purposes: z.array(z.string()),
  status: z.string(),
  addedAt: z.string(),
  addedBy: z.string(),
});
const Invitation = z.object({ account: Account, invitation: z.string(), endsAt: z.string() });
const Id = z.object({ id: z.uuid() });

const told = (account: StaffAccount): z.infer<typeof Account> => ({
  ...account,
  roles: [...account.roles],
  sites: [...account.sites],
  purposes: [...account.purposes],
});
const toldInvited = ({ account, invitation, endsAt }: Invited) => ({
  account: told(account),
  invitation,
  endsAt,
});

/** Accounts of staff, and what staff read. */
export async function staffRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/roles",
    {
      config: { action: "session.own" },
      schema: { summary: "Roles and purposes that an account can have" },
    },
    async () => ({ roles: ROLES, purposes: READING_PURPOSES }),
  );

  api.get(
    "/api/staff",
    {
      config: { action: "staff.read" },
      schema: { summary: "Accounts of staff", response: { 200: z.array(Account) } },
    },
    async () => (await listStaffAccounts(node.store)).map(told),
  );

  api.post(
    "/api/staff",
    {
      config: { action: "staff.manage" },
      schema: {
        summary: "Add an account; the invitation is handed over in person or by phone",
        body: May.extend({ login: Login, name: z.string().min(1).max(120) }),
        response: { 200: Invitation },
      },
    },
    async ({ body, staff }) => toldInvited(await addAccount(node, staff, body)),
  );

  api.post(
    "/api/staff/:id/change",
    {
      config: { action: "staff.manage" },
      schema: {
        summary: "Change roles, sites, purposes or the name; the account's sessions end",
        params: Id,
        body: May.extend({ name: z.string().min(1).max(120) }).partial(),
        response: { 200: Account },
      },
    },
    async ({ params, body, staff }) => {
      const { name, roles, sites, purposes } = body;
      return told(
        await changeAccount(node, staff, params.id, {
          ...(name === undefined ? {} : { name }),
          ...(roles === undefined ? {} : { roles }),
          ...(sites === undefined ? {} : { sites }),
          ...(purposes === undefined ? {} : { purposes }),
        }),
      );
    },
  );

  const standing = [
    ["lock", "Lock an account; its sessions end at once", lockAccount],
    ["unlock", "Unlock an account, also one that failed attempts hold", unlockAccount],
    ["close", "Close an account for good", closeAccount],
  ] as const;
  for (const [step, summary, take] of standing) {
    api.post(
      `/api/staff/:id/${step}`,
      { config: { action: "staff.manage" }, schema: { summary, params: Id, response: { 200: Account } } },
      async ({ params, staff }) => told(await take(node, staff, params.id)),
    );
  }

  api.post(
    "/api/staff/:id/recover",
    {
      config: { action: "staff.manage" },
      schema: {
        summary: "A new invitation for somebody who lost their way in; a second administrator approves",
        params: Id,
        response: { 200: Invitation },
      },
    },
    async ({ params, staff }) => toldInvited(await recoverAccount(node, staff, params.id)),
  );

  api.get(
    "/api/reads",
    {
      config: { action: "read.list" },
      schema: {
        summary: "Which member of staff was shown whom, for what and when",
        querystring: z.object({
          person: z.uuid().optional(),
          staff: z.string().max(80).optional(),
          from: z.iso.datetime().optional(),
          until: z.iso.datetime().optional(),
          limit: z.coerce.number().int().min(1).max(5000).default(200),
        }),
      },
    },
    ({ query }) => listReads(node.store, query),
  );
}
