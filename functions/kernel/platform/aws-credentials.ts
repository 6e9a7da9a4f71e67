import type { AwsAccess } from '../config/aws-access.ts';
import { readAwsAccess } from '../config/aws-access.ts';

type Credentials = Pick<AwsAccess, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

/**
 * The credentials of a deployed function, for the SDK's clients. The bundler puts this in the place of
 * `@aws-sdk/credential-provider-node`, whose export it therefore is named like: sign-in, profiles, containers and
 * instances are ways that no function takes, and 100 KB of its code (ADR 0018).
 * @throws AwsAccessError on the first call, naming the variable that is missing
 */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const { accessKeyId, secretAccessKey, sessionToken } = readAwsAccess();
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
};
