import assert from 'node:assert/strict';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { deployTemplate } from './stack.ts';
import { present } from './site.ts';
import type { Probe } from './site.ts';

const poolTemplate = {
  Resources: {
    Pool: {
      Type: 'AWS::Cognito::UserPool',
      Properties: {
        UserPoolName: 'probe-staff',
        Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: false }],
        AutoVerifiedAttributes: ['email'],
        UsernameAttributes: ['email'],
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      },
    },
    Client: {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: {
        UserPoolId: { Ref: 'Pool' },
        ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        ReadAttributes: ['email', 'custom:tenant'],
        WriteAttributes: ['email'],
      },
    },
    Managers: {
      Type: 'AWS::Cognito::UserPoolGroup',
      Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'Manager', Precedence: 2 },
    },
  },
  Outputs: { PoolId: { Value: { Ref: 'Pool' } }, ClientId: { Value: { Ref: 'Client' } } },
};

const tokenProbe: Probe = {
  behaviour: 'issues an ID token with groups and tenant that verifies against the published keys',
  async run(site) {
    const { outputs } = await deployTemplate(site, poolTemplate);
    const UserPoolId = present(outputs['PoolId'], 'PoolId');
    const ClientId = present(outputs['ClientId'], 'ClientId');
    const user = { UserPoolId, Username: 'manager@example.com' };
    const password = 'Correct-Horse-9';
    await site.cognito.send(
      new AdminCreateUserCommand({
        ...user,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: user.Username },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'custom:tenant', Value: 'ten_1' },
        ],
      }),
    );
    await site.cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    await site.cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'Manager' }));
    const { AuthenticationResult } = await site.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.Username, PASSWORD: password },
      }),
    );
    const idToken = present(AuthenticationResult?.IdToken, 'IdToken');
    const keys = createRemoteJWKSet(new URL(`${site.endpoint}/${UserPoolId}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(idToken, keys, {
      issuer: `https://cognito-idp.ap-south-1.amazonaws.com/${UserPoolId}`,
      audience: ClientId,
      algorithms: ['RS256'],
    });
    assert.partialDeepStrictEqual(payload, {
      token_use: 'id',
      'cognito:groups': ['Manager'],
      'custom:tenant': 'ten_1',
      email: user.Username,
    });
  },
};

export const identityProbes: readonly Probe[] = [tokenProbe];
