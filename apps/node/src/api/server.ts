import { AccordError } from "@accord/vocabulary";
import cookie from "@fastify/cookie";
import swagger from "@fastify/swagger";
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { definitionOf } from "../access/action.ts";
import { authenticateBy, CSRF_HEADER } from "../access/authenticate.ts";
import { guard } from "../access/guard.ts";
import { noteRefusal } from "../access/reading.ts";
import { sessionCookie } from "../access/sign-in/cookie.ts";
import { sealedError } from "../keys/key-file.ts";
import type { AccordNode } from "../node.ts";
import { agreementDocumentRoutes } from "./agreement-documents.ts";
import { agreementLifeRoutes } from "./agreement-life.ts";
import { agreementRoutes } from "./agreements.ts";
import { type Api, newApi } from "./api.ts";
import { approvalRoutes } from "./approvals.ts";
import { assessmentRoutes } from "./assessments.ts";
import { assistanceRoutes } from "./assistance.ts";
import { backupRoutes } from "./backup.ts";
import { consoleRoutes } from "./console.ts";
import { demandRoutes } from "./demands.ts";
import { denyListRoutes } from "./deny-list.ts";
import { duplicateRoutes } from "./duplicates.ts";
import { exchangeRoutes } from "./exchanges.ts";
import { governanceRoutes } from "./governance.ts";
import { importRoutes } from "./imports.ts";
import { incidentRoutes } from "./incidents.ts";
import { keyRoutes } from "./keys.ts";
import { ledgerRoutes } from "./ledger.ts";
import { movementRoutes } from "./movements.ts";
import { partnerRoutes } from "./partners.ts";
import { personRoutes } from "./persons.ts";
import { referralRoutes } from "./referrals.ts";
import { rightsRoutes } from "./rights.ts";
import { signInRoutes } from "./sign-in.ts";
import { staffRoutes } from "./staff.ts";
import { statusRoutes } from "./status.ts";

/**
 * The node's API for staff, the command line and the console. Each route names its action, and the policies say who
 * may; the few that anyone may hold nothing personal.
 */
export async function apiServer(node: AccordNode, token: string): Promise<Api> {
  const api = newApi();
  api.setValidatorCompiler(validatorCompiler);
  api.setSerializerCompiler(serializerCompiler);
  api.setErrorHandler(async (error, request, reply) => {
    const { status, body } = answerTo(error);
    if (status >= 500)
      node.log.error({ code: body.code, route: request.routeOptions.url }, "a request failed");
    return reply.code(status).send(body);
  });
  await api.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Accord node",
        version: "0.1.0",
        description: "One agency's node: its registry, agreements and exchanges.",
      },
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer" },
          session: { type: "apiKey", in: "cookie", name: sessionCookie(node.config).name },
          csrf: { type: "apiKey", in: "header", name: CSRF_HEADER },
        },
      },
      security: [{ token: [] }, { session: [], csrf: [] }],
    },
    transformObject: jsonSchemaTransformObject,
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route);
      const action = route.route.config?.action;
      const anyone = action !== undefined && definitionOf(action).anyone === true;
      return { url, schema: { ...schema, "x-action": action, ...(anyone ? { security: [] } : {}) } };
    },
  });
  await api.register(cookie);
  api.addHook("onRequest", async () => {
    if (node.keys.dropped) throw sealedError(undefined);
  });
  guard(api, authenticateBy(node, token), (staff, action) =>
    noteRefusal(node, { staff, action, code: "access.refused" }),
  );
  api.addHook("onSend", async (_request, reply) => {
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "no-referrer");
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  for (const routes of [
    statusRoutes,
    importRoutes,
    personRoutes,
    rightsRoutes,
    duplicateRoutes,
    partnerRoutes,
    agreementRoutes,
    agreementLifeRoutes,
    agreementDocumentRoutes,
    exchangeRoutes,
    ledgerRoutes,
    keyRoutes,
    backupRoutes,
    signInRoutes,
    staffRoutes,
    approvalRoutes,
    incidentRoutes,
    assessmentRoutes,
    demandRoutes,
    denyListRoutes,
    governanceRoutes,
    referralRoutes,
    movementRoutes,
    assistanceRoutes,
  ]) {
    await api.register(async (scope) =>
      routes(scope.withTypeProvider<ZodTypeProvider>() as unknown as Api, node),
    );
  }
  await consoleRoutes(api, node);
  api.get("/openapi.json", { config: { action: "node.greet" }, schema: { hide: true } }, async () =>
    api.swagger(),
  );
  await api.ready();
  return api;
}

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly where?: string;
  readonly remedy?: string;
}

/** Errors of the rooms are told with their remedy; anything else is a fault whose text could hold a person's data. */
function answerTo(error: unknown): { status: number; body: ErrorBody } {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    return {
      status: 400,
      body: {
        code: "api.request_malformed",
        message: first?.message ?? "the request is malformed",
        where: (first?.instancePath ?? "").slice(1) || "body",
      },
    };
  }
  if (isTold(error)) {
    const { code, message, where, remedy } = error;
    return {
      status: statusOf(code),
      body: { code, message, ...(where ? { where } : {}), ...(remedy ? { remedy } : {}) },
    };
  }
  const status = (error as { statusCode?: number }).statusCode;
  if (status !== undefined && status < 500)
    return { status, body: { code: "api.request_refused", message: "the request cannot be read" } };
  return {
    status: 500,
    body: {
      code: "node.fault",
      message: "the node met a fault",
      remedy: "See the node's log for this time.",
    },
  };
}

function isTold(error: unknown): error is ErrorBody {
  const { code, message, name } = error as { code?: unknown; message?: unknown; name?: unknown };
  const family =
    error instanceof AccordError ||
    ["LedgerError", "LinkageError", "FingerprintFormatError"].includes(String(name));
  return family && typeof code === "string" && typeof message === "string";
}

function statusOf(code: string): number {
  if (code === "api.not_signed_in" || code === "sign_in.refused") return 401;
  if (code.startsWith("access.") || code === "approval.own" || code === "approval.not_yours") return 403;
  if (code.endsWith(".unknown") || code.endsWith(".not_found")) return 404;
  if (code === "keys.sealed" || code.startsWith("store.") || code === "node.fault") return 503;
  if (code.endsWith(".already_running") || code.endsWith(".already_signed") || code === "import.running")
    return 409;
  if (code.startsWith("approval.") || code === "staff.exists") return 409;
  return 400;
}
