import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { StaffRole } from '../../functions/kernel/operation/declaration.ts';
import { ministackCredentials, ministackRegion } from './launcher.ts';

export interface StaffPool {
  readonly poolId: string;
  readonly clientId: string;
}

export interface StaffMember {
  readonly role: StaffRole;
  /** Tenant id, or `platform` for operators. */
  readonly tenant: string;
}

/**
 * Signs a member of staff in to the deployed user pool, creating the account when there is none.
 *
 * @returns an ID token, valid for an hour
 */
export async function signInStaff(endpoint: string, pool: StaffPool, member: StaffMember): Promise<string> {
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region: ministackRegion,
    credentials: ministackCredentials,
  });
  const user = {
    UserPoolId: pool.poolId,
    Username: `${member.role}.${member.tenant}@staff.example.com`.toLowerCase(),
  };
  const password = randomPassword();
  try {
    await createAccount(cognito, user, member);
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: member.role }));
    const { AuthenticationResult } = await cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.Username, PASSWORD: password },
      }),
    );
    if (AuthenticationResult?.IdToken === undefined) throw new Error(`${user.Username} got no ID token`);
    return AuthenticationResult.IdToken;
  } finally {
    cognito.destroy();
  }
}

/** One of each kind of character that the pool's policy wants, and 24 random bytes. */
function randomPassword(): string {
  return `Aa1!${randomBytes(24).toString('base64url')}`;
}

async function createAccount(
  cognito: CognitoIdentityProviderClient,
  user: { readonly UserPoolId: string; readonly Username: string },
  { tenant }: StaffMember,
): Promise<void> {
  const attributes = { email: user.Username, email_verified: 'true', 'custom:tenant': tenant };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  try {
    const TemporaryPassword = randomPassword();
    await cognito.send(
      new AdminCreateUserCommand({ ...user, TemporaryPassword, MessageAction: 'SUPPRESS', UserAttributes }),
    );
  } catch (error) {
    // Of an earlier deployment to the same emulator; it gets a new password below.
    if (!(error instanceof UsernameExistsException)) throw error;
  }
}
