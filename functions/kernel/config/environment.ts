import * as z from 'zod';
import type { Declaration } from '../operation/declaration.ts';
import type { Capability, Settings } from '../platform/platform.ts';

/** What a function was told at deployment. Reading what its declaration does not use is a defect and throws. */
export interface Environment {
  readonly stage: string;
  readonly settings: Settings;
  /** Table name. */
  readonly table: string;
  /** Current key id, and key id → KMS key ARN of every accepted key. */
  readonly messageKeys: KeyNames;
  /** The same of the certificate authority's keys. */
  readonly authorityKeys: KeyNames;
  /** Bucket of the truststore. */
  readonly truststoreBucket: string;
  /** `nodal/<stage>/` */
  readonly secretPrefix: string;
  /** Queue name → URL. */
  readonly queues: Names;
  readonly bus: string;
  readonly schedules: ScheduleNames;
  /** Workflow name → state machine ARN. */
  readonly workflows: Names;
  /** `nodal-<stage>-` */
  readonly functionPrefix: string;
  readonly usagePlan: string;
  /** Address that mail is sent from. */
  readonly mailSender: string;
  /** Configuration set of SES that tells what became of a mail; undefined where nothing listens. */
  readonly mailReceipts: string | undefined;
  readonly sms: SmsNames;
}

/** How the stage is registered to send text messages in India. */
export interface SmsNames {
  /** Sender ID, such as `NODALP`. */
  readonly sender: string;
  /** Principal entity id of the register that Indian carriers keep. */
  readonly entityId: string;
  /** Template → its id in that register. */
  readonly templateIds: Names;
}

type Names = Readonly<Record<string, string>>;

export interface KeyNames {
  readonly current: string;
  readonly keys: Names;
}

export interface ScheduleNames {
  readonly group: string;
  readonly roleArn: string;
  /** Queue name → ARN. */
  readonly queueArns: Names;
  readonly deadLetterArn: string;
}

const text = z.string().min(1);

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((value, context): unknown => {
      try {
        return JSON.parse(value);
      } catch {
        // The value itself stays out of the message, as everywhere here.
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);

const names = json(z.record(z.string(), text));

const keyNames = json(
  z
    .object({ current: text, keys: z.record(z.string(), text) })
    .refine(({ current, keys }) => Object.hasOwn(keys, current), 'the current key is not among the keys'),
);

const variables = z.object({
  NODAL_STAGE: text,
  NODAL_TABLE: text,
  NODAL_MESSAGE_KEYS: keyNames,
  NODAL_AUTHORITY_KEYS: keyNames,
  NODAL_TRUSTSTORE_BUCKET: text,
  NODAL_SECRET_PREFIX: text,
  NODAL_QUEUES: names,
  NODAL_BUS: text,
  NODAL_SCHEDULE_GROUP: text,
  NODAL_SCHEDULE_ROLE_ARN: text,
  NODAL_SCHEDULE_QUEUES: names,
  NODAL_SCHEDULE_DLQ_ARN: text,
  NODAL_WORKFLOWS: names,
  NODAL_FUNCTION_PREFIX: text,
  NODAL_USAGE_PLAN: text,
  NODAL_MAIL_SENDER: z.email(),
  NODAL_MAIL_RECEIPTS: text,
  NODAL_SMS: json(z.object({ sender: text, entityId: text, templateIds: z.record(z.string(), text) })),
});

const someVariables = variables.partial();

type Variable = keyof typeof variables.shape;

const variablesOf: Readonly<Record<Capability, readonly Variable[]>> = {
  table: ['NODAL_TABLE'],
  messageKeys: ['NODAL_MESSAGE_KEYS'],
  certificateAuthority: ['NODAL_AUTHORITY_KEYS'],
  truststore: ['NODAL_TRUSTSTORE_BUCKET'],
  secrets: ['NODAL_SECRET_PREFIX'],
  queues: ['NODAL_QUEUES'],
  bus: ['NODAL_BUS'],
  schedules: ['NODAL_SCHEDULE_GROUP', 'NODAL_SCHEDULE_ROLE_ARN', 'NODAL_SCHEDULE_QUEUES', 'NODAL_SCHEDULE_DLQ_ARN'],
  workflows: ['NODAL_WORKFLOWS'],
  operations: ['NODAL_FUNCTION_PREFIX'],
  usagePlans: ['NODAL_USAGE_PLAN'],
  mail: ['NODAL_MAIL_SENDER'],
  sms: ['NODAL_SMS'],
  fetch: [],
};

/** Variables that a stage may leave out. */
const optionalOf: Readonly<Partial<Record<Capability, readonly Variable[]>>> = { mail: ['NODAL_MAIL_RECEIPTS'] };

/** The environment does not fit the declaration; names variables, never values. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

type Found = Readonly<Record<string, string | undefined>>;

const pick = (wanted: readonly string[]): Found =>
  Object.fromEntries(wanted.map((name) => [name, process.env[name] === '' ? undefined : process.env[name]]));

const given = <Value>(value: Value | undefined, capability: Capability): Value => {
  if (value === undefined) throw new EnvironmentError(`the declaration does not use ${capability}`);
  return value;
};

const readVariables = (wanted: readonly Variable[], found: Found): z.output<typeof someVariables> => {
  const parsed = someVariables.safeParse(found);
  const missing = wanted.filter((name) => found[name] === undefined).map((name) => `${name} is missing`);
  const malformed = parsed.success ? [] : parsed.error.issues.map(({ path }) => `${String(path[0])} is malformed`);
  const faults = [...missing, ...new Set(malformed)];
  if (!parsed.success || faults.length > 0) throw new EnvironmentError(faults.join(', '));
  return parsed.data;
};

const readSettings = (wanted: readonly string[]): Settings => {
  const found = Object.entries(pick(wanted));
  const present = found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const missing = found.filter(([, value]) => value === undefined).map(([name]) => `${name} is missing`);
  if (missing.length > 0) throw new EnvironmentError(missing.join(', '));
  return Object.fromEntries(present);
};

/**
 * Reads the variables that this declaration's function has, and no others, once.
 * @throws EnvironmentError naming every missing or malformed variable
 */
export const readEnvironment = (declaration: Pick<Declaration, 'uses' | 'settings'>): Environment => {
  const wanted: readonly Variable[] = ['NODAL_STAGE', ...declaration.uses.flatMap((use) => variablesOf[use])];
  const own = readVariables(wanted, pick([...wanted, ...declaration.uses.flatMap((use) => optionalOf[use] ?? [])]));
  const settings = readSettings(declaration.settings ?? []);
  return {
    stage: own.NODAL_STAGE ?? '',
    settings,
    get table() {
      return given(own.NODAL_TABLE, 'table');
    },
    get messageKeys() {
      return given(own.NODAL_MESSAGE_KEYS, 'messageKeys');
    },
    get authorityKeys() {
      return given(own.NODAL_AUTHORITY_KEYS, 'certificateAuthority');
    },
    get truststoreBucket() {
      return given(own.NODAL_TRUSTSTORE_BUCKET, 'truststore');
    },
    get secretPrefix() {
      return given(own.NODAL_SECRET_PREFIX, 'secrets');
    },
    get queues() {
      return given(own.NODAL_QUEUES, 'queues');
    },
    get bus() {
      return given(own.NODAL_BUS, 'bus');
    },
    get schedules() {
      return {
        group: given(own.NODAL_SCHEDULE_GROUP, 'schedules'),
        roleArn: given(own.NODAL_SCHEDULE_ROLE_ARN, 'schedules'),
        queueArns: given(own.NODAL_SCHEDULE_QUEUES, 'schedules'),
        deadLetterArn: given(own.NODAL_SCHEDULE_DLQ_ARN, 'schedules'),
      };
    },
    get workflows() {
      return given(own.NODAL_WORKFLOWS, 'workflows');
    },
    get functionPrefix() {
      return given(own.NODAL_FUNCTION_PREFIX, 'operations');
    },
    get usagePlan() {
      return given(own.NODAL_USAGE_PLAN, 'usagePlans');
    },
    get mailSender() {
      return given(own.NODAL_MAIL_SENDER, 'mail');
    },
    mailReceipts: own.NODAL_MAIL_RECEIPTS,
    get sms() {
      return given(own.NODAL_SMS, 'sms');
    },
  };
};

/** True in a Lambda environment, where everything is built at init; elsewhere handlers are built on first use. */
export const runsInLambda = (): boolean => process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;
