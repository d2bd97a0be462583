import { AccordError } from "@accord/vocabulary";
import type { FastifyRequest } from "fastify";
import type { Api } from "../api/api.ts";
import { type Action, definitionOf, isAction } from "./action.ts";
import { loadPolicies, permits } from "./policy.ts";
import type { Staff } from "./staff.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route does; the policies say who may. */
    action?: Action;
  }
  interface FastifyInstance {
    /** Every route there is, with what it does. */
    guardedRoutes: readonly GuardedRoute[];
  }
  interface FastifyRequest {
    /** Who asks. Only there where the route's action asks for a sign-in. */
    staff: Staff;
    /** What requests with this session's cookie must repeat; only there where one came. */
    csrf: string | undefined;
  }
}

export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly action: Action;
}

/** Tells who sends a request; undefined where nobody has signed in. */
export type Authenticate = (request: FastifyRequest) => Promise<Staff | undefined>;

/**
 * Lets nobody past who may not: each route must name its action, each request must come from somebody whose roles the
 * policies permit it.
 * @throws AccordError `access.no_action` when a route is added that names none, `access.policies_invalid`
 */
export function guard(
  api: Api,
  authenticate: Authenticate,
  onRefusal: (staff: Staff, action: Action) => Promise<void> = async () => undefined,
): void {
  loadPolicies();
  api.decorateRequest("staff");
  api.decorateRequest("csrf");
  const routes: GuardedRoute[] = [];
  api.decorate("guardedRoutes", routes);
  api.addHook("onRoute", ({ url, method, config }) => {
    const action = config?.action;
    if (isAction(action)) {
      for (const each of [method].flat()) routes.push({ method: each, url, action });
      return;
    }
    throw new AccordError("access.no_action", "a route names no action, so nobody could say who may use it", {
      where: `${String(method)} ${url}`,
      remedy:
        "Give it `config: { action }`, an action of src/access/action.ts, and a line in policies/staff.cedar.",
    });
  });
  api.addHook("onRequest", async (request) => {
    const { action } = request.routeOptions.config;
    if (action === undefined) return; // no such address: nothing is there to guard
    if (definitionOf(action).anyone === true) return;
    const staff = await authenticate(request);
    if (staff === undefined) throw notSignedIn();
    if (!permits(staff, action)) {
      if (definitionOf(action).personal === true) await onRefusal(staff, action);
      throw refused(action);
    }
    request.staff = staff;
  });
}

const notSignedIn = () =>
  new AccordError("api.not_signed_in", "this address asks for a sign-in", {
    remedy:
      "Sign in, or use the command line on the node's own machine, which reads the token from the node's folder.",
  });

const refused = (action: Action) =>
  new AccordError("access.refused", "your roles do not permit this", {
    where: action,
    remedy:
      "Ask somebody whose role it is, or an administrator for the role; docs/reference/role-matrix.md lists who may.",
  });
