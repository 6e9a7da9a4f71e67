import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { StaffRole } from '../../functions/kernel/operation/declaration.ts';
import { acknowledge } from './acknowledge.ts';
import { published } from '../published.ts';
import type { Site } from '../site.ts';

const groups: Readonly<Record<StaffRole, string>> = {
  Admin: 'Everything of its tenant, or of the platform for operators.',
  Manager: 'Changes within its tenant.',
  Employee: 'Reads, and the few changes that a branch makes.',
};

export interface StaffDirectoryProps {
  readonly site: Site;
}

/** The user pool of platform operators and tenant staff. Nobody signs up; nobody chooses a tenant. */
export class StaffDirectory extends Construct {
  constructor(scope: Construct, id: string, props: StaffDirectoryProps) {
    super(scope, id);
    const { site } = props;
    const { stage } = site;
    const pool = new cognito.UserPool(this, 'Pool', {
      userPoolName: site.names.prefix,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      customAttributes: { tenant: new cognito.StringAttribute({ minLen: 1, maxLen: 64, mutable: false }) },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(stage.strictSignIn
        ? {
            mfa: cognito.Mfa.REQUIRED,
            mfaSecondFactor: { sms: false, otp: true },
            featurePlan: cognito.FeaturePlan.PLUS,
            standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
          }
        : { mfa: cognito.Mfa.OFF }),
    });
    if (!stage.strictSignIn) {
      const reason = 'No person signs in to this stage: it runs in one process or on an emulator.';
      acknowledge(pool, { 'AwsSolutions-COG2': reason, 'AwsSolutions-COG8': reason });
    }
    for (const [groupName, description] of Object.entries(groups)) {
      new cognito.CfnUserPoolGroup(this, groupName, { userPoolId: pool.userPoolId, groupName, description });
    }
    const client = pool.addClient('Client', {
      userPoolClientName: site.names.prefix,
      authFlows: { userSrp: true, adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.minutes(60),
      accessTokenValidity: Duration.minutes(60),
      refreshTokenValidity: Duration.hours(12),
      readAttributes: new cognito.ClientAttributes()
        .withStandardAttributes({ email: true, givenName: true, familyName: true })
        .withCustomAttributes('tenant'),
      // Without the tenant: a person must not be able to move themselves to another one.
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ givenName: true, familyName: true }),
    });
    this.#publish(site, pool.userPoolId, client.userPoolClientId);
  }

  #publish(site: Site, poolId: string, clientId: string): void {
    const issuer = `https://cognito-idp.${site.stage.region}.amazonaws.com/${poolId}`;
    const keySetHost = site.stage.endpoint === undefined ? issuer : `${site.stage.endpoint}/${poolId}`;
    const facts = {
      [published.userPool]: poolId,
      [published.userPoolClient]: clientId,
      [published.setting('STAFF_TOKEN_ISSUER')]: issuer,
      [published.setting('STAFF_TOKEN_AUDIENCE')]: clientId,
      [published.setting('STAFF_JWKS_URL')]: `${keySetHost}/.well-known/jwks.json`,
    };
    for (const [path, value] of Object.entries(facts)) site.published.publish(this, path, value);
    // For whoever creates the first operator.
    new CfnOutput(Stack.of(this), 'StaffPoolId', { value: poolId });
    new CfnOutput(Stack.of(this), 'StaffClientId', { value: clientId });
  }
}
