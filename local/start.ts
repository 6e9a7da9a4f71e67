import type { Clock } from '../functions/kernel/time/clock.ts';
import { systemClock } from '../functions/kernel/time/clock.ts';
import { stages } from '../lib/stages.ts';
import type { Activity } from './activity.ts';
import { activity, atEase, atRest } from './activity.ts';
import type { LocalBus } from './bus.ts';
import type { LocalTruststore } from './certificate-authority.ts';
import { localCertificateAuthority, localTruststore } from './certificate-authority.ts';
import { localBus } from './bus.ts';
import type { LocalData } from './data.ts';
import { openData } from './data.ts';
import { connectQueues, operationFinder, recurringSchedules, streamReaders } from './deliveries.ts';
import type { Doors } from './doors.ts';
import { openDoors } from './doors.ts';
import type { LocalLog } from './log.ts';
import { localLog } from './log.ts';
import { deliveryReceipts } from './delivery-receipts.ts';
import type { LocalMail } from './mail.ts';
import { localMail } from './mail.ts';
import { localMeter } from './meter.ts';
import type { LocalOperation } from './operations.ts';
import { loadDeclarations, loadOperations, localInvoker } from './operations.ts';
import { patientFetch } from './patient-fetch.ts';
import type { LocalPlatform, PlatformOptions } from './platform.ts';
import type { LocalQueues } from './queues.ts';
import { localQueues } from './queues.ts';
import type { CountedKeyRing, SharedPorts } from './realms.ts';
import { countedKeyRing, realm, tableNames } from './realms.ts';
import type { LocalSchedules } from './schedules.ts';
import { localSchedules } from './schedules.ts';
import { localSecrets } from './secrets.ts';
import type { StaffTokens } from './staff-tokens.ts';
import { staffTokens } from './staff-tokens.ts';
import type { LocalSms } from './sms.ts';
import { localSms } from './sms.ts';
import { localStream } from './stream.ts';
import type { Blueprint } from './synthesis/blueprint.ts';
import { loadBlueprint } from './synthesis/synthesize.ts';
import { startTableServer } from './table-server.ts';
import type { SecureDoor } from './tls/secure-door.ts';
import { openSecureDoor } from './tls/secure-door.ts';
import { parseDefinition } from './workflows/definition.ts';
import type { LocalWorkflows } from './workflows/engine.ts';
import { localWorkflows } from './workflows/engine.ts';
import { executionStore } from './workflows/stored-execution.ts';
import { taskTokens } from './workflows/task-tokens.ts';

/** Undoes what was started, last first. */
interface Shutdown {
  add(stop: () => void | Promise<void>): void;
  run(): Promise<void>;
}

const shutdown = (): Shutdown => {
  const stops: (() => void | Promise<void>)[] = [];
  return {
    add: (stop) => void stops.push(stop),
    run: async () => {
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
    },
  };
};

/** What stands in for AWS. */
interface Machinery {
  readonly log: LocalLog;
  readonly meter: ReturnType<typeof localMeter>;
  readonly work: Activity;
  readonly clock: Clock;
  readonly queues: LocalQueues;
  readonly bus: LocalBus;
  readonly mail: LocalMail;
  readonly sms: LocalSms;
  readonly schedules: LocalSchedules;
  readonly workflows: LocalWorkflows;
  readonly secrets: SharedPorts['secrets'];
  readonly truststore: LocalTruststore;
  /** Filled once the operations are wired to this machinery. */
  readonly operations: Map<string, LocalOperation>;
}

const buildMachinery = (blueprint: Blueprint, data: LocalData, options: PlatformOptions): Machinery => {
  const clock = systemClock;
  const work = activity();
  const log = localLog(clock, options.logFile);
  const operations = new Map<string, LocalOperation>();
  const backoff = options.queueBackoffMs === undefined ? {} : { failureBackoffMs: options.queueBackoffMs };
  const queues = localQueues(blueprint.queues, {
    clock,
    log: log.log,
    work,
    store: data.state.messages,
    ...backoff,
  });
  const receipts = deliveryReceipts({ queues, clock });
  const definitions = Object.entries(blueprint.workflows).map(
    ([name, text]) => [name, parseDefinition(name, text)] as const,
  );
  const workflows = localWorkflows(new Map(definitions), {
    operations: localInvoker(() => operations),
    operationOf: (name) => operationFinder(operations.keys())(name),
    store: executionStore(data.executions, clock),
    tokens: taskTokens(),
    clock,
    log: log.log,
    work,
    retryDelayMs: options.workflowRetryMs,
  });
  return {
    clock,
    work,
    log,
    operations,
    queues,
    workflows,
    meter: localMeter(),
    mail: localMail(clock, { path: options.mailFile, receipts }),
    sms: localSms(clock, { path: options.smsFile, receipts }),
    bus: localBus(blueprint.rules, { queues, clock }),
    schedules: localSchedules({ queues, clock, log: log.log, work, store: data.state.schedules }),
    secrets: localSecrets(options.dataFile === undefined ? undefined : `${options.dataFile}.secrets`),
    truststore: localTruststore(),
  };
};

const sharedPorts = (machinery: Machinery, doors: Doors, staff: StaffTokens): SharedPorts => ({
  log: machinery.log.log,
  meter: machinery.meter,
  secrets: machinery.secrets,
  certificateAuthority: localCertificateAuthority(machinery.secrets, stages.local.authorityKeys.accepted),
  truststore: machinery.truststore,
  queues: machinery.queues,
  bus: machinery.bus,
  mail: machinery.mail,
  sms: machinery.sms,
  schedules: machinery.schedules,
  workflows: machinery.workflows,
  operations: localInvoker(() => machinery.operations),
  settings: {
    ...stages.local.settings,
    API_BASE_URL: doors.baseUrl,
    ISSUER_SANDBOX_URL: doors.sandboxUrl,
    ISSUER_EVENTS_URL: doors.issuerIngressUrl,
    ISSUER_AUTHORIZATIONS_URL: doors.authorizationIngressUrl,
    PAYMENT_EVENTS_URL: doors.paymentIngressUrl,
    STAFF_TOKEN_ISSUER: staff.issuer,
    STAFF_TOKEN_AUDIENCE: staff.audience,
    STAFF_JWKS_URL: `${staff.issuer}/.well-known/jwks.json`,
  },
});

interface Running {
  readonly tableEndpoint: string;
  readonly machinery: Machinery;
  readonly data: LocalData;
  readonly doors: Doors;
  readonly secureDoor: SecureDoor | undefined;
  readonly staff: StaffTokens;
  readonly keys: CountedKeyRing;
  readonly settled: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

const platformOf = async (running: Running): Promise<LocalPlatform> => {
  const { machinery, data, doors, staff, keys } = running;
  const token = (role: 'Admin' | 'Manager' | 'Employee'): Promise<string> =>
    staff.idToken({ role, tenant: 'platform' });
  const sources = [machinery.queues, machinery.schedules, machinery.workflows, { settled: running.settled }];
  return {
    baseUrl: doors.baseUrl,
    secureDoor: running.secureDoor,
    issuerIngressUrl: doors.issuerIngressUrl,
    authorizationIngressUrl: doors.authorizationIngressUrl,
    paymentIngressUrl: doors.paymentIngressUrl,
    sandboxUrl: doors.sandboxUrl,
    tableAt: { endpoint: running.tableEndpoint, table: tableNames.platform },
    operatorToken: await token('Admin'),
    managerToken: await token('Manager'),
    employeeToken: await token('Employee'),
    staffToken: (member) => staff.idToken(member),
    secret: async (name) => (await machinery.secrets.values(name))[0],
    counts: () => ({
      httpRequests: doors.requests(),
      table: data.platform.counts(),
      sandboxTable: data.sandbox.counts(),
      keyCalls: keys.calls(),
    }),
    meter: machinery.meter,
    logs: () => machinery.log.lines(),
    events: () => machinery.bus.published(),
    mails: () => machinery.mail.sent(),
    textMessages: () => machinery.sms.sent(),
    deadLetters: () => machinery.queues.deadLetters(),
    redrive: (queue) => machinery.queues.redrive(queue),
    executions: () => machinery.workflows.executions(),
    runScheduled: async (operationId) => {
      const recurring = recurringSchedules(machinery.operations).find((one) => one.operationId === operationId);
      if (recurring === undefined) throw new Error(`${operationId} has no schedule`);
      await recurring.run();
    },
    schedules: () => machinery.schedules.pending(),
    items: () => data.items('platform'),
    sandboxItems: () => data.items('sandbox'),
    idle: (timeoutMs) => atRest(machinery.work, sources, timeoutMs),
    stop: running.stop,
  };
};

const start = async (options: PlatformOptions, stopping: Shutdown): Promise<LocalPlatform> => {
  const isKept = options.dataFile !== undefined || options.tableEndpoint !== undefined;
  const server = await startTableServer({ dataFile: options.dataFile, endpoint: options.tableEndpoint });
  stopping.add(() => server.stop());
  const declarations = await loadDeclarations();
  const blueprint = await loadBlueprint();
  const data = await openData(server.endpoint, blueprint, { clock: systemClock, isKept });
  stopping.add(() => data.close());

  const machinery = buildMachinery(blueprint, data, options);
  const { log, work, queues, schedules, workflows, operations } = machinery;
  stopping.add(() => log.flush());
  const doors = await openDoors({ options, clock: systemClock, log: log.log, work });
  const staff = await staffTokens(doors.staffIssuer);
  const shared = sharedPorts(machinery, doors, staff);
  const keys = countedKeyRing('msg-2026-1');
  const realms = {
    platform: realm('platform', shared, {
      clock: systemClock,
      client: data.platform,
      keys: keys.keys,
      fetch: patientFetch(shared.settings['ISSUER_SANDBOX_URL'], options.twinPatienceMs),
    }),
    sandbox: realm('sandbox', shared, {
      clock: systemClock,
      client: data.sandbox,
      keys: countedKeyRing('issuer-2026-1').keys,
    }),
  };
  for (const [id, operation] of await loadOperations(declarations, realms, work)) operations.set(id, operation);

  stopping.add(() => atEase(work));
  stopping.add(() => workflows.stop());
  stopping.add(() => queues.stop());
  stopping.add(() => schedules.stop());
  const stream = localStream(
    streamReaders(operations, blueprint),
    { endpoint: server.endpoint, table: tableNames.platform },
    { log: log.log, work, checkpoints: data.state.checkpoints },
  );
  stopping.add(() => stream.stop());
  stopping.add(() => doors.close());
  await workflows.resume();
  const left = await data.state.load();
  queues.restore(left.messages);
  schedules.restore(left.schedules);
  connectQueues(operations, queues);
  schedules.start(recurringSchedules(operations));
  doors.open(operations, staff.jwks);
  const secureDoor =
    options.tls === true ? await openSecureDoor(doors.openSecure, realms.platform, machinery.truststore) : undefined;
  const settled = async (): Promise<boolean> => stream.settled();
  const rest = { settled, stop: () => stopping.run() };
  return platformOf({ tableEndpoint: server.endpoint, machinery, data, doors, staff, keys, secureDoor, ...rest });
};

/**
 * Starts the whole platform in this process: the operations' own handlers, on an embedded DynamoDB, behind HTTP.
 * @throws Error in one clear line when something it needs is missing or in use; nothing stays running then
 */
export const startPlatform = async (options: PlatformOptions = {}): Promise<LocalPlatform> => {
  const stopping = shutdown();
  try {
    return await start(options, stopping);
  } catch (error) {
    await stopping.run();
    throw error;
  }
};
