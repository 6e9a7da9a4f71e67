import { expect } from 'vitest';
import type { TestAnswer } from './http-call.ts';

/** Nobody learns from the answer whether the resource is another's or is not there at all. */
export const expectLikeUnknown = (answers: readonly TestAnswer[], code: string): void => {
  const told = answers.map(({ status, body }) => JSON.stringify({ status, ...body, requestId: '' }));
  expect(new Set(told).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
  expect(answers[0]?.body.code).toBe(code);
};
