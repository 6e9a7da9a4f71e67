import * as z from 'zod';

const stageNames = ['dev', 'production', 'local', 'ministack'] as const;

export type StageName = (typeof stageNames)[number];

/** Key ids of a ring of keys in KMS: `current` is in use, what was made with any of `accepted` is good. */
export interface KeyRingSettings {
  readonly current: string;
  readonly accepted: readonly [string, ...string[]];
}

/** Two custom domains in front of the API; their certificate is made and validated outside this app. */
export interface DomainSettings {
  /** The plain one. */
  readonly name: string;
  /** Of a certificate for both names. */
  readonly certificateArn: string;
}

/** The host that asks for a client certificate. */
export const secureHost = ({ name }: DomainSettings): string => `secure.${name}`;

/** How the stage is registered to send text messages in India. */
export interface SmsSettings {
  readonly sender: string;
  /** Of the principal entity, in the register of Indian carriers. */
  readonly entityId: string;
  /** Template of a message → its id in that register. */
  readonly templateIds: Readonly<Record<string, string>>;
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
  /** Platform keys that callers encrypt to, each of which decrypts; `sandbox` are the twin's. */
  readonly messageKeys: KeyRingSettings;
  readonly sandboxMessageKeys: KeyRingSettings;
  /** Keys of the certificate authority: `current` signs, certificates of every one of `accepted` are trusted. */
  readonly authorityKeys: KeyRingSettings;
  /** Days for which published events can be replayed. */
  readonly eventArchiveDays: number;
  /** Second factor and threat protection for staff. */
  readonly strictSignIn: boolean;
  /** Concurrency kept for each function that the internet reaches directly, so that a flood starves nobody else. */
  readonly publicReservedConcurrency?: number;
  /** Hours without any webhook of a provider after which someone should look; without it silence is normal. */
  readonly webhookSilenceHours?: number;
  readonly domain?: DomainSettings;
  /** Mail is sent from here. Its domain is an identity of SES that is made and verified outside this app. */
  readonly mailSender: string;
  /** SES tells what became of mails to customers. Not where nothing could listen. */
  readonly mailReceipts: boolean;
  /** Sender, entity and texts that Indian carriers know; the sender is registered outside this app (ADR 0020). */
  readonly sms: SmsSettings;
  /** Where everything of AWS answers when that is not AWS; functions must reach the same address. */
  readonly endpoint?: string;
  /** Settings of functions that no stack publishes, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Functions carry their bundled code; `false` where only the definitions are read. */
  readonly bundled: boolean;
}

const region = 'ap-south-1';

const messageKeys: KeyRingSettings = { current: 'msg-2026-1', accepted: ['msg-2026-1'] };
const sandboxMessageKeys: KeyRingSettings = { current: 'issuer-2026-1', accepted: ['issuer-2026-1'] };
const authorityKeys: KeyRingSettings = { current: 'ca-2026-1', accepted: ['ca-2026-1'] };

/** No Adyen: a name that by RFC 2606 never resolves. A stage with a balance platform writes its own (docs/providers.md). */
const noAdyen = { ADYEN_BASE_URL: 'https://no-adyen.invalid/bcl/v2', ADYEN_PROGRAM: '{}' };

/** Registered with no carrier: what is sent waits in the dead-letter queue. `-c sms=…` names what is. */
const unregistered: SmsSettings = { sender: 'NODALP', entityId: '0', templateIds: {} };

/** Nobody's, by RFC 2606; `-c complaintsContact=…` says where customers complain. */
const complaints = { COMPLAINTS_CONTACT: 'complaints@no-mail.invalid' };

/** No Razorpay: a name that by RFC 2606 never resolves. Sandbox tenants' payments go to the twin, wherever it is. */
const noRazorpay = { RAZORPAY_BASE_URL: 'https://no-razorpay.invalid' };

const dev: Stage = {
  name: 'dev',
  region,
  sandbox: true,
  keepsData: true,
  logRetentionDays: 30,
  messageKeys,
  sandboxMessageKeys,
  authorityKeys,
  eventArchiveDays: 30,
  strictSignIn: true,
  // By RFC 2606 nobody's: `-c mailSender=…` names the verified one.
  mailSender: 'alerts@no-mail.invalid',
  mailReceipts: true,
  sms: unregistered,
  // Customers of a test program are nobody's; their numbers and addresses may be somebody's.
  settings: {
    WEBHOOK_LOOPBACK: 'refuse',
    SANDBOX_MESSAGES: 'keep',
    RAZORPAY_BASE_URL: 'https://api.razorpay.com',
    ...complaints,
    ...noAdyen,
  },
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
  settings: { ...dev.settings, ISSUER_SANDBOX_URL: 'https://no-sandbox.invalid' },
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
  authorityKeys,
  eventArchiveDays: 1,
  strictSignIn: false,
  mailSender: 'alerts@nodal.invalid',
  mailReceipts: true,
  sms: unregistered,
  // Receivers on this machine: demo, journeys and whoever tries the platform out.
  settings: { WEBHOOK_LOOPBACK: 'allow', SANDBOX_MESSAGES: 'send', ...complaints, ...noAdyen, ...noRazorpay },
  bundled: false,
};

/** The real CDK CLI against MiniStack on its default port; what it accepts and ignores is listed in docs/testing.md. */
const ministack: Stage = {
  ...local,
  name: 'ministack',
  bundled: true,
  endpoint: 'http://127.0.0.1:4566',
  // It sends no text messages, and tells of no mail.
  mailReceipts: false,
  settings: { ...local.settings, SANDBOX_MESSAGES: 'keep' },
};

export const stages: Readonly<Record<StageName, Stage>> = { dev, production, local, ministack };

/**
 * Where customers' money moves, no tenant may make the platform call the machine it runs on.
 * @throws Error for a stage that keeps data and allows it
 */
export const refuseLoopback = ({ name, keepsData, settings }: Stage): void => {
  if (keepsData && settings['WEBHOOK_LOOPBACK'] !== 'refuse') {
    throw new Error(
      `Stage ${name} must set WEBHOOK_LOOPBACK to refuse: webhooks may not reach the platform's machine.`,
    );
  }
};

/** @throws Error that names the stages there are */
const stageNamed = (name: unknown): Stage => {
  const known = stageNames.find((candidate) => candidate === name);
  if (known === undefined) {
    throw new Error(`Say which stage, one of ${stageNames.join(', ')}: npx cdk synth -c stage=dev`);
  }
  return stages[known];
};

interface StageContext {
  readonly stage: unknown;
  readonly domainName: unknown;
  readonly certificateArn: unknown;
  /** Address on a domain that SES has verified. */
  readonly mailSender: unknown;
  /** JSON of the sender, the entity and the templates that Indian carriers know. */
  readonly sms?: unknown;
  /** Where customers complain: a number, an address or a page. */
  readonly complaintsContact?: unknown;
  /** Of an emulator on another port. */
  readonly endpoint: unknown;
}

const domainOf = ({ domainName: name, certificateArn }: StageContext): Pick<Stage, 'domain'> => {
  if (name === undefined) return {};
  if (typeof name !== 'string' || typeof certificateArn !== 'string') {
    throw new Error('A domain needs its certificate: -c domainName=api.example.com -c certificateArn=arn:aws:acm:…');
  }
  return { domain: { name, certificateArn } };
};

const mailSenderOf = ({ mailSender }: StageContext, stage: Stage): string => {
  if (mailSender === undefined) return stage.mailSender;
  if (typeof mailSender !== 'string' || !/^[^@\s]+@[^@\s]+$/u.test(mailSender)) {
    throw new Error('Mail is sent from an address on a domain that SES has verified: -c mailSender=alerts@example.com');
  }
  return mailSender;
};

const smsSchema = z.object({
  sender: z.string().regex(/^[A-Z0-9]{3,11}$/u),
  entityId: z.string().regex(/^\d+$/u),
  templateIds: z.record(z.string().regex(/^[a-z_]+$/u), z.string().regex(/^\d+$/u)),
});

const fromJson = (text: unknown): unknown => {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    // Refused with whatever else is no registration.
    return undefined;
  }
};

const smsOf = ({ sms }: StageContext, stage: Stage): SmsSettings => {
  if (sms === undefined) return stage.sms;
  const parsed = smsSchema.safeParse(fromJson(sms));
  if (!parsed.success) {
    throw new Error('Text messages need what India registered: -c sms={"sender":…,"entityId":…,"templateIds":{…}}');
  }
  return parsed.data;
};

const complaintsOf = ({ complaintsContact }: StageContext): Readonly<Record<string, string>> => {
  if (complaintsContact === undefined) return {};
  if (typeof complaintsContact !== 'string' || !/^[ -~]{5,40}$/u.test(complaintsContact)) {
    throw new Error('Customers complain to a number, address or page of 5 to 40 characters: -c complaintsContact=…');
  }
  return { COMPLAINTS_CONTACT: complaintsContact };
};

/**
 * The stage that the command line asks for.
 * @param context values of `-c`; a domain needs its certificate
 * @throws Error that says what to give
 */
export const stageFrom = (context: StageContext): Stage => {
  const named = stageNamed(context.stage);
  const stage =
    named.endpoint !== undefined && typeof context.endpoint === 'string'
      ? { ...named, endpoint: context.endpoint }
      : named;
  return {
    ...stage,
    mailSender: mailSenderOf(context, stage),
    sms: smsOf(context, stage),
    settings: { ...stage.settings, ...complaintsOf(context) },
    ...domainOf(context),
  };
};
