import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { roles } from "../../language/terms/roles.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Given } from "../../parts/given.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { AddStaff } from "./add-staff.tsx";
import { administrationWords } from "./words.ts";

interface Account {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly sites: readonly string[];
  readonly status: string;
}

export const accountsKey = ["staff"];

/** Who may come in, in which role, for which sites. */
export function StaffAccounts() {
  const say = useWords(administrationWords);
  const term = useTerm(administrationWords);
  const role = useTerm(roles);
  const may = useMay();
  const client = useQueryClient();
  const [opened, { open, close }] = useDisclosure();
  const staff = useQuery({
    queryKey: accountsKey,
    queryFn: async () => (await api.GET("/api/staff")).data as unknown as readonly Account[],
  });
  const lock = useMutation({
    mutationFn: ({ id, locked }: { id: string; locked: boolean }) =>
      api.POST(`/api/staff/{id}/${locked ? "unlock" : "lock"}` as "/api/staff/{id}/lock", {
        params: { path: { id } },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: accountsKey }),
  });
  return (
    <Section
      title={say("staff")}
      aside={
        may("staff.manage") ? (
          <Button size="compact-sm" variant="light" onClick={open}>
            {say("add")}
          </Button>
        ) : null
      }
    >
      <AddStaff opened={opened} close={close} />
      {lock.isError ? <ProblemNote error={lock.error} /> : null}
      <Reading query={staff}>
        {(rows) => (
          <DataTable
            label={say("staff")}
            rows={rows}
            keyOf={(row) => row.id}
            columns={[
              { head: say("name"), cell: (row) => <Given text={row.name} /> },
              { head: say("login"), cell: (row) => <bdi dir="ltr">{row.login}</bdi> },
              { head: say("roles"), cell: (row) => row.roles.map(role).join(", ") },
              {
                head: say("sites"),
                cell: (row) => row.sites.map((site) => (site === "*" ? say("allSites") : site)).join(", "),
              },
              {
                head: say("status"),
                cell: (row) => (
                  <Standing tone={row.status === "active" ? "good" : "quiet"}>{term(row.status)}</Standing>
                ),
              },
              {
                head: "",
                cell: (row) =>
                  may("staff.manage") && (row.status === "active" || row.status === "locked") ? (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      onClick={() => lock.mutate({ id: row.id, locked: row.status === "locked" })}
                    >
                      {say(row.status === "locked" ? "unlock" : "lock")}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Reading>
    </Section>
  );
}
