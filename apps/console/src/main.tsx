import "@mantine/core/styles.css";
import "./app/app.css";
import { DirectionProvider, MantineProvider, useDirection } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import i18next from "i18next";
import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { useTranslation } from "react-i18next";
import { problemOf } from "./api/problem.ts";
import { consoleRouter } from "./app/router.tsx";
import { theme } from "./app/theme.ts";
import { directionOf } from "./language/language.ts";

/** The node's policy lets in only the styles that carry this page's nonce. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      // What the node refused it refuses again; a node that does not answer may be back soon.
      retry: (failures, error) => problemOf(error).status === 0 && failures < 2,
    },
  },
});
const router = consoleRouter(client);

function FollowDirection() {
  const { i18n } = useTranslation();
  const { setDirection } = useDirection();
  useEffect(() => setDirection(directionOf(i18n.language)), [i18n.language, setDirection]);
  return null;
}

createRoot(document.getElementById("console") as HTMLElement).render(
  <StrictMode>
    <DirectionProvider initialDirection={directionOf(i18next.language)} detectDirection={false}>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <FollowDirection />
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  </StrictMode>,
);
