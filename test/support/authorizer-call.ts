import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';

type Authorizer = (event: APIGatewayRequestAuthorizerEvent, context: Context) => Promise<APIGatewayAuthorizerResult>;

/** What an authorizer says of a request with these headers; `401` when it throws what API Gateway answers with 401. */
export const authorize = async (
  authorizer: Authorizer,
  headers: Readonly<Record<string, string>>,
): Promise<APIGatewayAuthorizerResult | 401> => {
  const event = {
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:ap-south-1:000000000000:abc123/api/GET/v1.0/secure/customers',
    headers: { ...headers },
  } as unknown as APIGatewayRequestAuthorizerEvent;
  try {
    return await authorizer(event, {} as Context);
  } catch (error) {
    if (error instanceof Error && error.message === 'Unauthorized') return 401;
    throw error;
  }
};
