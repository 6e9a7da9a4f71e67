/** How a function reaches AWS without the SDK: what Lambda puts into its environment. */
export interface AwsAccess {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent for long-lived credentials, which no function has. */
  readonly sessionToken?: string;
  /** Where every service answers, instead of its public address: an emulator. */
  readonly endpoint?: string;
}

/** The function's environment lacks what every Lambda has; names variables, never values. */
export class AwsAccessError extends Error {
  override name = 'AwsAccessError';
}

const optional = (name: string): string | undefined => {
  const value = process.env[name];
  return value === '' ? undefined : value;
};

const required = (name: string): string => {
  const value = optional(name);
  if (value === undefined) throw new AwsAccessError(`${name} is missing`);
  return value;
};

/**
 * Reads the region and the execution role's credentials. They stay the same as long as the environment lives.
 * @throws AwsAccessError naming the first missing variable
 */
export const readAwsAccess = (): AwsAccess => {
  const sessionToken = optional('AWS_SESSION_TOKEN');
  const endpoint = optional('AWS_ENDPOINT_URL');
  return {
    region: required('AWS_REGION'),
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
};
