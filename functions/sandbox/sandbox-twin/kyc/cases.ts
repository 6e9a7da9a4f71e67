import * as z from 'zod';
import { keyedHash } from '../../../kernel/crypto/keyed-hash.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { SecretStore } from '../../../kernel/platform/platform.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../kernel/time/clock.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { Call, CallAnswer } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew, putNext } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';
import { vaultSecret } from '../storage/vault-secret.ts';
import type { KycCase } from './case-items.ts';
import { caseItem, caseKey } from './case-items.ts';

const applicant = z.strictObject({
  reference: z.string().min(1).max(80),
  firstName: z.string().min(1).max(80),
  lastName: z.string().min(1).max(80),
  phone: z.string().regex(/^\+[1-9]\d{6,14}$/),
});
const byReference = z.strictObject({ reference: z.string().min(1).max(80) });
const submission = z.strictObject({ caseId: z.string().min(1).max(80), otp: z.string().min(1).max(20) });

/** The only right one-time password of the sandbox (api.md section 4.10). */
const rightOtp = '000000';
const otpValidMinutes = 5;
const videoCallValidHours = 24;

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly secrets: SecretStore;
  readonly clocks: ProgramClocks;
}

/** @returns the case, or undefined when the program has none of that id */
export const findCase = async (table: Table, program: TenantContext, caseId: string): Promise<KycCase | undefined> => {
  const stored = await table.get(caseKey(program, caseId));
  return stored === undefined ? undefined : caseItem.decode(stored);
};

const described = ({ caseId, status, url, expiresAt, identityReference }: KycCase): CallAnswer['body'] => ({
  caseId,
  status,
  expiresAt: toTimestamp(expiresAt),
  ...(url === undefined ? {} : { url }),
  ...(status === 'approved' ? { identityReference } : {}),
});

const identityOf = async ({ secrets }: Dependencies, phone: string): Promise<string> => {
  const live = await secrets.values(vaultSecret);
  return `idr_${keyedHash(live.at(-1) ?? live[0], phone, 'twin-identity').slice(0, 26)}`;
};

const open =
  (deps: Dependencies, method: KycCase['method']): Call =>
  async (program, body) => {
    const { reference, phone } = readBody(applicant, body);
    const caseId = externalIdOf('kv', program, reference);
    const now = (await deps.clocks.of(program)).now();
    const opened: KycCase = {
      ...{ caseId, reference, method },
      identityReference: await identityOf(deps, phone),
      ...(method === 'otp'
        ? { status: 'otp_pending', expiresAt: now.add({ minutes: otpValidMinutes }) }
        : {
            status: 'scheduled',
            url: `https://video.kyc-sandbox.example/calls/${caseId}`,
            expiresAt: now.add({ hours: videoCallValidHours }),
          }),
    };
    if ((await deps.commit([putNew(caseItem.encode(caseKey(program, caseId), opened))])) === 'committed') {
      return { status: 201, body: described(opened) };
    }
    const first = await findCase(deps.table, program, caseId);
    if (first?.method !== method) throw new Refusal(409, 'reference_reused');
    return { status: 200, body: described(first) };
  };

const submitOtp =
  (deps: Dependencies): Call =>
  async (program, body) => {
    const { caseId, otp } = readBody(submission, body);
    const found = await findCase(deps.table, program, caseId);
    if (found?.method !== 'otp') throw new Refusal(404, 'case_unknown');
    if (otp !== rightOtp) return { status: 200, body: { ...described(found), verdict: 'wrong_otp' } };
    const approved: KycCase = { ...found, status: 'approved' };
    if (found.status !== 'approved') {
      const now = (await deps.clocks.of(program)).now();
      if (now.epochMilliseconds > found.expiresAt.epochMilliseconds) throw new Refusal(409, 'case_expired');
      // Refused: the same password was accepted a moment ago.
      await deps.commit([putNext(caseItem.encode(caseKey(program, caseId), approved), 'otp_pending')]);
    }
    return { status: 200, body: { ...described(approved), verdict: 'accepted' } };
  };

const find =
  ({ table }: Dependencies): Call =>
  async (program, body) => {
    const { reference } = readBody(byReference, body);
    const found = await findCase(table, program, externalIdOf('kv', program, reference));
    if (found === undefined) throw new Refusal(404, 'case_unknown');
    return { status: 200, body: described(found) };
  };

/** Verifications: one case per reference (M-04, M-05). */
export const caseCalls = (deps: Dependencies): Record<'startOtp' | 'submitOtp' | 'startVideoCall' | 'find', Call> => ({
  startOtp: open(deps, 'otp'),
  submitOtp: submitOtp(deps),
  startVideoCall: open(deps, 'video'),
  find: find(deps),
});
