import * as z from 'zod';
import type { Caller } from '../../journeys/support/caller.ts';

/** The answer of a request that has to be granted. */
export const made = async (asked: ReturnType<Caller['send']>): Promise<Record<string, unknown>> => {
  const { status, body } = await asked;
  if (status < 200 || status > 299) throw new Error(`not made: ${status} ${JSON.stringify(body)}`);
  return z.record(z.string(), z.unknown()).parse(body);
};

export const idOf = async (asked: ReturnType<Caller['send']>, name: string): Promise<string> =>
  z.string().parse((await made(asked))[name]);

/** A member of the first in a list. */
export const firstOf = async (asked: ReturnType<Caller['send']>, name: string): Promise<string> => {
  const { data } = await made(asked);
  const [first] = z.array(z.looseObject({})).min(1).parse(data);
  return z.string().parse(first?.[name]);
};
