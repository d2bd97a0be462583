import { Button, Divider, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api, repeatCsrf } from "../../api/client.ts";
import { useWords } from "../../language/words.ts";
import { LinkTo } from "../../parts/link-to.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { SignInCard } from "./card.tsx";
import { answerChallenge, passkeysHere } from "./passkey.ts";
import { signInWords } from "./words.ts";

export function SignIn() {
  const say = useWords(signInWords);
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const navigate = useNavigate();
  const client = useQueryClient();
  const { to } = useSearch({ strict: false }) as { to?: string };
  const begun = async (answer: { csrf: string } | undefined) => {
    repeatCsrf(answer?.csrf);
    client.clear();
    // Only a path of this console: an address from elsewhere is not followed.
    await navigate({ to: to?.startsWith("/") && !to.startsWith("//") ? to : "/" });
  };
  const byPassword = useMutation({
    mutationFn: async () =>
      begun(
        (await api.POST("/api/sign-in/password", { body: { login, password, code, keep: "cookie" } })).data,
      ),
  });
  const byPasskey = useMutation({
    mutationFn: async () => {
      const { data } = await api.POST("/api/sign-in/passkey/challenge", { body: { login } });
      const { challenge, response } = await answerChallenge(data);
      await begun(
        (
          await api.POST("/api/sign-in/passkey", {
            body: { challenge, response: response as never, keep: "cookie" },
          })
        ).data,
      );
    },
  });
  const failed = byPassword.error ?? byPasskey.error;
  return (
    <SignInCard title={say("title")} lead={say("lead")}>
      {failed === null ? null : <ProblemNote error={failed} />}
      <Stack
        component="form"
        gap="sm"
        onSubmit={(event) => {
          event.preventDefault();
          byPassword.mutate();
        }}
      >
        <TextInput
          label={say("login")}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username webauthn"
          required
          dir="ltr"
        />
        <PasswordInput
          label={say("password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
        />
        <TextInput
          label={say("code")}
          description={say("codeHint")}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.replaceAll(/\D/g, "").slice(0, 6))}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          dir="ltr"
        />
        <Button type="submit" loading={byPassword.isPending} disabled={code.length !== 6}>
          {say("go")}
        </Button>
      </Stack>
      <Divider my="md" label={say("or")} />
      <Stack gap="xs">
        {passkeysHere() ? (
          <Button
            variant="default"
            onClick={() => byPasskey.mutate()}
            loading={byPasskey.isPending}
            disabled={login === ""}
          >
            {say("passkey")}
          </Button>
        ) : null}
        <Button variant="default" component="a" href="/api/sign-in/provider">
          {say("provider")}
        </Button>
        <LinkTo to="/invitation" size="sm" ta="center">
          {say("haveInvitation")}
        </LinkTo>
      </Stack>
    </SignInCard>
  );
}
