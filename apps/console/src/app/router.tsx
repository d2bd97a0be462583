import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { onSignedOut } from "../api/client.ts";
import { problemOf } from "../api/problem.ts";
import { ProblemNote } from "../parts/states.tsx";
import { meQuery } from "../session/me.ts";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";

const root = createRootRouteWithContext<{ readonly client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("../screens/sign-in/sign-in.tsx"), "SignIn"),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  component: lazyRouteComponent(() => import("../screens/sign-in/invitation.tsx"), "Invitation"),
});

/** Whoever is not signed in is sent to the sign-in, and comes back to where they wanted to go. */
const staff = createRoute({
  getParentRoute: () => root,
  id: "staff",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(meQuery);
    } catch (error) {
      if (problemOf(error).status === 401)
        throw redirect({ to: "/sign-in", search: { to: location.pathname } as never });
      throw error;
    }
  },
  errorComponent: ({ error, reset }) => <ProblemNote error={error} again={reset} />,
});

const screen = <Path extends string>(
  path: Path,
  load: () => Promise<Record<string, unknown>>,
  name: string,
) =>
  createRoute({
    getParentRoute: () => staff,
    path,
    component: lazyRouteComponent(load as never, name as never) as never,
  });

const screens = [
  screen("/", () => import("../screens/home/home.tsx"), "Home"),
  screen("/people", () => import("../screens/people/people.tsx"), "People"),
  screen("/people/$id", () => import("../screens/people/person-file.tsx"), "PersonFile"),
  screen("/imports", () => import("../screens/imports/imports.tsx"), "Imports"),
  screen("/adjudication", () => import("../screens/adjudication/adjudication.tsx"), "Adjudication"),
  screen("/agreements", () => import("../screens/agreements/agreements.tsx"), "Agreements"),
  screen("/agreements/$digest", () => import("../screens/agreements/agreement.tsx"), "Agreement"),
  screen("/exchanges", () => import("../screens/exchanges/exchanges.tsx"), "Exchanges"),
  screen("/exchanges/$id", () => import("../screens/exchanges/exchange.tsx"), "Exchange"),
  screen("/protection", () => import("../screens/protection/protection.tsx"), "Protection"),
  screen("/ledger", () => import("../screens/ledger/ledger.tsx"), "Ledger"),
  screen("/administration", () => import("../screens/administration/administration.tsx"), "Administration"),
  screen("/styleguide", () => import("../screens/styleguide/styleguide.tsx"), "Styleguide"),
];

export function consoleRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: root.addChildren([signIn, invitation, staff.addChildren(screens)]),
    context: { client },
    defaultPreload: "intent",
    defaultErrorComponent: ({ error, reset }) => <ProblemNote error={error} again={reset} />,
  });
  onSignedOut(() => {
    client.clear();
    void router.navigate({ to: "/sign-in" });
  });
  return router;
}
