import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { useWords } from "../../language/words.ts";
import { CodeText } from "../../parts/given.tsx";
import { LinkTo } from "../../parts/link-to.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { SignInCard } from "./card.tsx";
import { makePasskey, passkeysHere } from "./passkey.ts";
import { signInWords } from "./words.ts";

/** Takes up an invitation: password with an authenticator app's code, or a passkey. The secret is typed, never in an address. */
export function Invitation() {
  const say = useWords(signInWords);
  const [invitation, setInvitation] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const choose = useMutation({
    mutationFn: async () =>
      (await api.POST("/api/invitation/password", { body: { invitation, password } })).data,
  });
  const confirm = useMutation({
    mutationFn: async () =>
      (await api.POST("/api/invitation/code", { body: { choice: choose.data?.choice ?? "", code } })).data,
  });
  const passkey = useMutation({
    mutationFn: async () => {
      const { data } = await api.POST("/api/invitation/passkey/challenge", { body: { invitation } });
      const { challenge, response } = await makePasskey(data);
      return (
        await api.POST("/api/invitation/passkey", {
          body: { invitation, challenge, response: response as never },
        })
      ).data;
    },
  });
  const failed = choose.error ?? confirm.error ?? passkey.error;
  const secret =
    choose.data === undefined
      ? undefined
      : (new URL(choose.data.address).searchParams.get("secret") ?? undefined);
  const ready = confirm.isSuccess || passkey.isSuccess;
  return (
    <SignInCard title={say("invitation")} lead={say("invitationLead")}>
      {failed === null ? null : <ProblemNote error={failed} />}
      {ready ? (
        <Text>{say("done")}</Text>
      ) : secret === undefined ? (
        <Stack
          component="form"
          gap="sm"
          onSubmit={(event) => {
            event.preventDefault();
            choose.mutate();
          }}
        >
          <TextInput
            label={say("invitationSecret")}
            value={invitation}
            onChange={(event) => setInvitation(event.currentTarget.value.trim())}
            required
            autoComplete="off"
            dir="ltr"
          />
          <PasswordInput
            label={say("password")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            required
          />
          <Button type="submit" loading={choose.isPending}>
            {say("choose")}
          </Button>
          {passkeysHere() ? (
            <Button
              variant="default"
              disabled={invitation.length < 10}
              loading={passkey.isPending}
              onClick={() => passkey.mutate()}
            >
              {say("withPasskey")}
            </Button>
          ) : null}
        </Stack>
      ) : (
        <Stack
          component="form"
          gap="sm"
          onSubmit={(event) => {
            event.preventDefault();
            confirm.mutate();
          }}
        >
          <Text size="sm">{say("chosen")}</Text>
          <CodeText text={secret} />
          <TextInput
            label={say("code")}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.replaceAll(/\D/g, "").slice(0, 6))}
            inputMode="numeric"
            autoComplete="one-time-code"
            dir="ltr"
          />
          <Button type="submit" loading={confirm.isPending} disabled={code.length !== 6}>
            {say("confirm")}
          </Button>
        </Stack>
      )}
      <LinkTo to="/sign-in" size="sm" mt="md" display="block">
        {say("toSignIn")}
      </LinkTo>
    </SignInCard>
  );
}
