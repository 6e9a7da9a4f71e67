const stageNames = ['dev', 'production', 'local', 'ministack'] as const;

export type StageName = (typeof stageNames)[number];

/** Key ids of a ring of RSA keys in KMS: `current` is published, every one of `accepted` decrypts. */
export interface KeyRingSettings {
  readonly current: string;
  readonly accepted: readonly [string, ...string[]];
}

/** A custom domain in front of the API; the certificate is made and validated outside this app. */
export interface DomainSettings {
  readonly name: string;
  readonly certificateArn: string;
}

/** What differs between deployments. What is equal everywhere is written where it is used. */
export interface Stage {
  readonly name: StageName;
  readonly region: 'ap-south-1';
  /** The provider twin and the simulation routes. Never in production. */
  readonly sandbox: boolean;
  /** Data survives a mistake: termination and deletion protection, retained on removal. */
  readonly keepsData: boolean;
  readonly logRetentionDays: 7 | 30 | 365;
  /** Platform keys that callers encrypt to; `sandbox` are the twin's. */
  readonly messageKeys: KeyRingSettings;
  readonly sandboxMessageKeys: KeyRingSettings;
  /** Web application firewall in front of the API. */
  readonly firewall: boolean;
  /** Days for which published events can be replayed; without it there is no archive. */
  readonly eventArchiveDays?: number;
  /** Second factor and threat protection for staff. */
  readonly strictSignIn: boolean;
  /** Concurrency kept for each function that the internet reaches directly, so that a flood starves nobody else. */
  readonly publicReservedConcurrency?: number;
  /** Hours without any webhook of a provider after which someone should look; without it silence is normal. */
  readonly webhookSilenceHours?: number;
  readonly domain?: DomainSettings;
  /** Where the user pool's key set is read, when that is not AWS. */
  readonly identityEndpoint?: string;
  /** Settings of functions that no stack publishes, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Functions carry their bundled code; `false` where only the definitions are read. */
  readonly bundled: boolean;
}

const region = 'ap-south-1';

const messageKeys: KeyRingSettings = { current: 'msg-2026-1', accepted: ['msg-2026-1'] };
const sandboxMessageKeys: KeyRingSettings = { current: 'issuer-2026-1', accepted: ['issuer-2026-1'] };

const dev: Stage = {
  name: 'dev',
  region,
  sandbox: true,
  keepsData: true,
  logRetentionDays: 30,
  messageKeys,
  sandboxMessageKeys,
  firewall: true,
  eventArchiveDays: 30,
  strictSignIn: true,
  settings: {},
  bundled: true,
};

const production: Stage = {
  ...dev,
  name: 'production',
  sandbox: false,
  logRetentionDays: 365,
  eventArchiveDays: 365,
  publicReservedConcurrency: 50,
  webhookSilenceHours: 6,
  // There is no twin to call: a name that by RFC 2606 never resolves.
  settings: { ISSUER_SANDBOX_URL: 'https://no-sandbox.invalid' },
};

/** Read by the platform in one process: definitions only. */
const local: Stage = {
  name: 'local',
  region,
  sandbox: true,
  keepsData: false,
  logRetentionDays: 7,
  messageKeys,
  sandboxMessageKeys,
  firewall: false,
  strictSignIn: false,
  settings: {},
  bundled: false,
};

/** The real CDK CLI against MiniStack; leaves out what it does not know (docs/testing.md lists it). */
const ministack: Stage = { ...local, name: 'ministack', bundled: true, identityEndpoint: 'http://localhost:4566' };

export const stages: Readonly<Record<StageName, Stage>> = { dev, production, local, ministack };

/** @throws Error that names the stages there are */
const stageNamed = (name: unknown): Stage => {
  const known = stageNames.find((candidate) => candidate === name);
  if (known === undefined) {
    throw new Error(`Say which stage, one of ${stageNames.join(', ')}: npx cdk synth -c stage=dev`);
  }
  return stages[known];
};

/**
 * The stage that the command line asks for.
 * @param context values of `-c`; a domain needs its certificate
 * @throws Error that says what to give
 */
export const stageFrom = (context: {
  readonly stage: unknown;
  readonly domainName: unknown;
  readonly certificateArn: unknown;
}): Stage => {
  const stage = stageNamed(context.stage);
  const { domainName: name, certificateArn } = context;
  if (name === undefined) return stage;
  if (typeof name !== 'string' || typeof certificateArn !== 'string') {
    throw new Error('A domain needs its certificate: -c domainName=api.example.com -c certificateArn=arn:aws:acm:…');
  }
  return { ...stage, domain: { name, certificateArn } };
};
