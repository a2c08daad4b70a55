import { MantineProvider } from "@mantine/core";
import "@mantine/core/styles.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { ApiError } from "./api/client";
import { startLanguages } from "./i18n";
import { router } from "./routes";
import "./styles.css";
import { theme, variables } from "./theme";

const TRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it will refuse again; only silence is worth another try.
      retry: (failures, error) => !(error instanceof ApiError) && failures < TRIES,
      refetchIntervalInBackground: false,
      staleTime: 1_000,
    },
  },
});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

await startLanguages();
createRoot(root).render(
  <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
    <QueryClientProvider client={client}>
      {/* A transition would leave the page before in sight for a while, under the address of the next. */}
      <RouterProvider router={router} useTransitions={false} />
    </QueryClientProvider>
  </MantineProvider>,
);
