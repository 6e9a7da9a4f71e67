import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Names } from './names.ts';

/** Paths below `/nodal/<stage>/` of the facts that AWS names, not we. */
export const published = {
  tableStream: 'table/stream-arn',
  logKey: 'keys/logs',
  userPool: 'staff/user-pool-id',
  userPoolClient: 'staff/client-id',
  messageKey: (kid: string): string => `keys/messages/${kid}`,
  authorityKey: (kid: string): string => `keys/authority/${kid}`,
  setting: (name: string): string => `settings/${name}`,
  url: (name: string): string => `urls/${name}`,
  apiId: 'api/id',
  /** Named by the declaration of the operation that publishes it. */
  truststoreVersion: 'truststore/version',
} as const;

/**
 * Facts that one stack learns at deployment and others read through SSM. Within the stack that published a fact the
 * fact itself is used: its parameter does not exist yet when that stack is first deployed.
 */
export class Published {
  readonly #names: Names;
  readonly #own = new Map<Stack, Map<string, string>>();

  constructor(names: Names) {
    this.#names = names;
  }

  publish(scope: Construct, path: string, value: string): void {
    const stack = Stack.of(scope);
    new ssm.StringParameter(stack, `Published-${path.replaceAll('/', '-')}`, {
      parameterName: this.#names.parameter(path),
      stringValue: value,
    });
    const own = this.#own.get(stack) ?? new Map<string, string>();
    this.#own.set(stack, own.set(path, value));
  }

  read(scope: Construct, path: string): string {
    const stack = Stack.of(scope);
    return (
      this.#own.get(stack)?.get(path) ?? ssm.StringParameter.valueForStringParameter(stack, this.#names.parameter(path))
    );
  }
}

/** Settings that are the address of a Function URL, by the URL's name. */
export const urlSettings: Readonly<Record<string, { readonly name: string; readonly path: string }>> = {
  'issuer-events': { name: 'ISSUER_EVENTS_URL', path: '/events' },
  authorizations: { name: 'ISSUER_AUTHORIZATIONS_URL', path: '/authorizations' },
  'payment-events': { name: 'PAYMENT_EVENTS_URL', path: '/razorpay' },
  'sandbox-twin': { name: 'ISSUER_SANDBOX_URL', path: '' },
};
