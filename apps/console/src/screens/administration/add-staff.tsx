import { Alert, Button, Modal, MultiSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { purposes } from "../../language/terms/purposes.ts";
import { roles } from "../../language/terms/roles.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { CodeText } from "../../parts/given.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { accountsKey } from "./staff-accounts.tsx";
import { administrationWords } from "./words.ts";

const ROLES = Object.keys(roles.english).filter((role) => role !== "localOperator");

/** Adds an account and shows the invitation once; with it the person chooses how to sign in. */
export function AddStaff({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const say = useWords(administrationWords);
  const role = useTerm(roles);
  const purpose = useTerm(purposes);
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [login, setLogin] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [sites, setSites] = useState("*");
  const [why, setWhy] = useState<string[]>([]);
  const add = useMutation({
    mutationFn: async () =>
      (
        await api.POST("/api/staff", {
          body: {
            name,
            login,
            roles: chosen as never,
            sites: sites.split(/[\s,]+/).filter((site) => site !== ""),
            purposes: why as never,
          },
        })
      ).data as unknown as { readonly invitation: string },
    onSuccess: () => client.invalidateQueries({ queryKey: accountsKey }),
  });
  return (
    <Modal opened={opened} onClose={close} title={say("add")}>
      {add.data === undefined ? (
        <Stack
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          {add.isError ? <ProblemNote error={add.error} /> : null}
          <TextInput
            label={say("name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
          />
          <TextInput
            label={say("login")}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            required
            dir="ltr"
          />
          <MultiSelect
            label={say("roles")}
            data={ROLES.map((value) => ({ value, label: role(value) }))}
            value={chosen}
            onChange={setChosen}
          />
          <TextInput
            label={say("sites")}
            value={sites}
            onChange={(event) => setSites(event.currentTarget.value)}
            required
            dir="ltr"
          />
          <MultiSelect
            label={say("purpose")}
            data={Object.keys(purposes.english).map((value) => ({ value, label: purpose(value) }))}
            value={why}
            onChange={setWhy}
          />
          <Button type="submit" loading={add.isPending} disabled={chosen.length === 0}>
            {say("add")}
          </Button>
        </Stack>
      ) : (
        <Alert color="teal">
          <Text size="sm">{say("invitation")}</Text>
          <CodeText text={add.data.invitation} />
        </Alert>
      )}
    </Modal>
  );
}
