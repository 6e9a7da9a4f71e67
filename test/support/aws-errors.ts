/** An error as the SDK throws it: told apart by name, status and fault alone. */
export const awsError = (name: string, status = 400): Error =>
  Object.assign(new Error(`${name} with a message that may quote data`), {
    name,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: status },
  });

/** What a caller sees of throttling, silence and breakdown alike. */
export const temporarilyUnavailable = { code: 'temporarily_unavailable', kind: 'unavailable' };
