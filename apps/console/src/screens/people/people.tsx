import { Group, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { useWords } from "../../language/words.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { CodeText, Given } from "../../parts/given.tsx";
import { Page } from "../../parts/page.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { PurposeGate } from "../../session/purpose.tsx";
import { peopleWords } from "./words.ts";

interface Found {
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly restricted: boolean;
  readonly name?: string;
  readonly sex?: string;
  readonly birthYear?: number;
  readonly location?: string;
}

const SHOWN = 100;
const TYPING_MILLISECONDS = 180;
const LEAST = 2;

export function People() {
  const say = useWords(peopleWords);
  return (
    <Page title={say("title")} lead={say("lead")}>
      <PurposeGate>{(purpose) => <Search purpose={purpose} />}</PurposeGate>
    </Page>
  );
}

/** What was searched for is kept in memory for the way back from a file: never in an address, which stands in histories. */
const last = { name: "", number: "" };

function Search({ purpose }: { readonly purpose: string }) {
  const say = useWords(peopleWords);
  const navigate = useNavigate();
  const [asked, setAsked] = useState(last);
  const [settled] = useDebouncedValue(asked, TYPING_MILLISECONDS);
  const name = settled.name.trim();
  const identifier = settled.number.trim();
  const enough = name.length >= LEAST || identifier.length >= LEAST;
  const found = useQuery({
    queryKey: ["people", purpose, name, identifier],
    enabled: enough,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (
        await api.POST("/api/persons/search", {
          signal,
          body: {
            purpose: purpose as never,
            limit: SHOWN,
            ...(name === "" ? {} : { name }),
            ...(identifier === "" ? {} : { identifier }),
          },
        })
      ).data as unknown as readonly Found[],
  });
  const ask = (change: Partial<typeof last>) => {
    Object.assign(last, change);
    setAsked({ ...asked, ...change });
  };
  const columns: readonly Column<Found>[] = [
    {
      head: say("name"),
      cell: (row) => (row.restricted ? say("restricted") : <Given text={row.name ?? say("unknownName")} />),
    },
    { head: say("sex"), cell: (row) => (row.sex === undefined ? "" : say(row.sex as "female")) },
    { head: say("birthYear"), number: true, cell: (row) => row.birthYear ?? "" },
    {
      head: say("place"),
      cell: (row) => (row.location === undefined ? "" : <CodeText text={row.location} />),
    },
    { head: say("holder"), cell: (row) => row.holder },
    {
      head: say("status"),
      cell: (row) => (
        <Standing tone={row.status === "active" ? "good" : "quiet"}>{say(row.status as "active")}</Standing>
      ),
    },
  ];
  return (
    <>
      <Group gap="sm" mb="md" grow preventGrowOverflow={false} role="search">
        <TextInput
          label={say("name")}
          value={asked.name}
          onChange={(event) => ask({ name: event.currentTarget.value })}
          autoFocus
          dir="auto"
          autoComplete="off"
        />
        <TextInput
          label={say("number")}
          value={asked.number}
          onChange={(event) => ask({ number: event.currentTarget.value })}
          dir="ltr"
          autoComplete="off"
        />
      </Group>
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {!enough ? (
        <Empty what={say("begin")} />
      ) : found.data === undefined ? null : found.data.length === 0 ? (
        <Empty what={say("none")} next={say("noneNext")} />
      ) : (
        <>
          <DataTable
            label={say("title")}
            rows={found.data}
            columns={columns}
            keyOf={(row) => row.id}
            onOpen={(row) => void navigate({ to: "/people/$id", params: { id: row.id } })}
          />
          {found.data.length === SHOWN ? <Empty what={say("more", { count: SHOWN })} /> : null}
        </>
      )}
    </>
  );
}
