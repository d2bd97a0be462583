import { mkdir } from "node:fs/promises";
import { SigningKey } from "@accord/agreement";
import { ExchangeDriver, type ExchangeNetwork, type ExchangeState, type Progress } from "@accord/exchange";
import type { Ledger } from "@accord/ledger";
import {
  isAssessed,
  keepConsentTexts,
  openStore,
  type RegistryContext,
  registryContext,
  type Session,
  type Store,
} from "@accord/registry";
import { AgreementCourier } from "./agreements/agreement-courier.ts";
import type { AgreementJudge } from "./agreements/held-agreements.ts";
import { settledLetter } from "./agreements/negotiations.ts";
import { type NodeConfig, readConfig } from "./config/config.ts";
import { type NodeFolder, nodeFolder } from "./config/folder.ts";
import { storeLocation } from "./config/store-location.ts";
import {
  type InquiryDriver,
  openConversations,
  type ReferralDriver,
} from "./conversations/open-conversations.ts";
import { ExchangeFeed } from "./exchange/exchange-feed.ts";
import { exchangeStore } from "./exchange/exchange-store.ts";
import { registryWork } from "./exchange/registry-work.ts";
import { type HeldKeys, openKeys } from "./keys/held-keys.ts";
import type { NodeKeys } from "./keys/node-keys.ts";
import { SUITE_IDS } from "./keys/suite.ts";
import { openLedger } from "./ledger/node-ledger.ts";
import { type Logger, nodeLogger } from "./log.ts";
import { knownPartner, partnerCard, servingCards } from "./partner/partners.ts";
import { BUILT_IN_TEXTS } from "./rights/built-in-texts.ts";
import { PartnerClient } from "./transport/partner-client.ts";

/** A node's parts, wired: what the API, the partner listener and the command line work on. */
export interface AccordNode {
  readonly folder: NodeFolder;
  readonly config: NodeConfig;
  readonly keys: NodeKeys;
  readonly heldKeys: HeldKeys;
  /** Resolves once somebody sealed the keys: what serves the node then makes way for the sealed server. */
  readonly sealing: { readonly sealed: Promise<void>; announce(): void };
  readonly store: Store;
  readonly context: RegistryContext;
  readonly judge: AgreementJudge;
  readonly ledger: Ledger;
  readonly client: PartnerClient;
  readonly courier: AgreementCourier;
  readonly driver: ExchangeDriver<Session>;
  readonly referrals: ReferralDriver;
  readonly inquiries: InquiryDriver;
  readonly feed: ExchangeFeed;
  readonly log: Logger;
  readonly nowMilliseconds: () => number;
  close(): Promise<void>;
}

export interface NodeOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly nowMilliseconds?: () => number;
  readonly logLevel?: NodeConfig["logLevel"];
  readonly onTransition?: (state: ExchangeState) => void;
  readonly onPlaintext?: (partner: string, bytes: Uint8Array) => void;
}

/**
 * Opens a node on its folder: reads and checks configuration and keys, opens and migrates the store, opens and
 * verifies the ledger. Exchanges that were under way go on when `driver.resumeAll` is called.
 * @throws AccordError of config, keys and store
 */
export async function openNode(root: string, options: NodeOptions = {}): Promise<AccordNode> {
  const folder = nodeFolder(root);
  const config = await readConfig(folder.config, options.environment);
  const heldKeys = await openKeys(folder, config, options.environment);
  const nowMilliseconds = options.nowMilliseconds ?? Date.now;
  const log = nodeLogger(config.agency.id, options.logLevel ?? config.logLevel);
  await mkdir(folder.store, { recursive: true, mode: 0o700 });
  const store = await openStore(storeLocation(config, folder), { wrappingKey: heldKeys.keys.store });
  try {
    await store.migrate();
    await keepConsentTexts(store, registryContext(config.agency.id, nowMilliseconds), BUILT_IN_TEXTS);
    return await wire(folder, config, heldKeys, store, log, nowMilliseconds, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function wire(
  folder: NodeFolder,
  config: NodeConfig,
  heldKeys: HeldKeys,
  store: Store,
  log: Logger,
  nowMilliseconds: () => number,
  options: NodeOptions,
): Promise<AccordNode> {
  const self = config.agency.id;
  const { keys } = heldKeys;
  const context = registryContext(self, nowMilliseconds);
  const judge: AgreementJudge = {
    self,
    get signingKey() {
      return SigningKey.parse(keys.signing.jwk);
    },
    signingKeys: () => keys.verifying("signing").map((key) => SigningKey.parse(key)),
    now: context.now,
    assessmentApproved: isAssessed,
  };
  const ledger = await openLedger(store);
  const client = new PartnerClient({
    self,
    keys,
    nowMilliseconds,
    onPlaintext: options.onPlaintext,
    formerCards: async (id) => {
      const partner = await knownPartner(store, id);
      return partner === undefined ? [] : servingCards(partner, context.now()).slice(1);
    },
  });
  const courier = new AgreementCourier({
    session: store,
    client,
    now: context.now,
    log,
    onSettled: (transaction, letter) => settledLetter({ session: transaction, judge }, letter),
  });
  const feed = new ExchangeFeed();
  const sleeping = new AbortController();
  const deliver: ExchangeNetwork["deliver"] = async (partner, message, suite) => {
    const card = await partnerCard(store, partner);
    return card === undefined
      ? { kind: "refused", code: "partner.unknown", reason: "the partner is no longer known here" }
      : client.deliver(card, message, suite);
  };
  const driver = new ExchangeDriver<Session>({
    self,
    store: exchangeStore(store, ledger, judge),
    work: registryWork({ store, context, keys, ledger, judge }),
    network: {
      deliver,
      ask: deliver,
      prepare: async (partner, message, suite) => {
        const card = await partnerCard(store, partner);
        if (card !== undefined) await client.prepare(card, message, suite);
      },
    },
    suites: SUITE_IDS,
    clock: { now: context.now, sleep: (milliseconds) => pause(milliseconds, sleeping.signal) },
    onTransition: (state) => {
      feed.changed(state);
      options.onTransition?.(state);
    },
    onProgress: (progress: Progress) => feed.progressed(progress),
    onUnreachable: (state, reason) => {
      feed.waits(state.exchange, reason);
      log.warn(
        { exchange: state.exchange, partner: state.partner, reason },
        "partner not reached; trying again",
      );
    },
    onFault: (exchange, fault) => {
      const { name, code } = fault as { name?: string; code?: string };
      log.error({ exchange, fault: name, code }, "the exchange met a fault");
    },
  });
  const { referrals, inquiries } = openConversations({
    store,
    context,
    keys,
    ledger,
    judge,
    client,
    sleep: (milliseconds) => pause(milliseconds, sleeping.signal),
    onFault: (conversation, fault) => {
      const { name, code } = fault as { name?: string; code?: string };
      log.error({ conversation, fault: name, code }, "a conversation met a fault");
    },
  });
  return {
    folder,
    config,
    keys,
    heldKeys,
    sealing: sealingOf(),
    store,
    context,
    judge,
    ledger,
    client,
    courier,
    driver,
    referrals,
    inquiries,
    feed,
    log,
    nowMilliseconds,
    close: async () => {
      sleeping.abort();
      await Promise.all([driver.close(), referrals.close(), inquiries.close()]);
      await client.close();
      await store.close();
    },
  };
}

function sealingOf(): AccordNode["sealing"] {
  let announce = (): void => undefined;
  const sealed = new Promise<void>((resolve) => {
    announce = resolve;
  });
  return { sealed, announce };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
