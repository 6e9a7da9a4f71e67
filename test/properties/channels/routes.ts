import * as z from 'zod';
import type { HttpDeclaration, PathParameter, Route } from '../../../functions/kernel/operation/declaration.ts';
import { surfacePaths } from '../../../functions/kernel/operation/declaration.ts';
import { subdomains } from '../../../lib/subdomains.ts';
import type { Answer, Caller } from '../../journeys/support/caller.ts';
import type { Ids } from './bodies.ts';
import { bodies } from './bodies.ts';
import type { ChannelWorld, Named } from './world.ts';

/** One way to an operation. */
export interface Way {
  readonly declaration: HttpDeclaration;
  readonly route: Route;
  readonly name: string;
}

export const ways: readonly Way[] = subdomains
  .flatMap(({ operations }) => operations)
  .flatMap((declaration) =>
    declaration.kind === 'http'
      ? declaration.routes.map((route) => ({
          declaration,
          route,
          name: `${route.surface} ${declaration.operationId} ${route.method} ${route.path}`,
        }))
      : [],
  );

/** What a path of this route names; on the customer channel the customer is the session's. */
export const namedIn = ({ declaration, route }: Way): readonly { name: string; kind: PathParameter }[] =>
  Object.entries(declaration.params)
    .filter(([name]) => route.path.includes(`{${name}}`))
    .map(([name, kind]) => ({ name, kind }));

const kindsOfText: Readonly<Record<string, Named>> = { fingerprint: 'fingerprint' };

/** Which of the ids of a household stands for the parameter. @throws Error for a parameter that nobody has thought of */
export const idFor = (ids: Ids, { name, kind }: { name: string; kind: PathParameter }): string => {
  const named = kind === 'text' ? kindsOfText[name] : kind;
  const id = named === undefined ? undefined : Object.entries(ids).find(([key]) => key === named)?.[1];
  if (id === undefined) throw new Error(`the world has no ${kind} for {${name}}`);
  return id;
};

export interface Asked {
  readonly by: Caller;
  readonly ids: Ids;
  /** Path parameters that are not from `ids`. */
  readonly path?: Readonly<Record<string, string>>;
  /** In place of the usual body. */
  readonly body?: unknown;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a route with everything right but what the case changes. */
export const ask = async (world: ChannelWorld, way: Way, asked: Asked): Promise<Answer> => {
  const { declaration, route } = way;
  const parameters = Object.fromEntries(
    namedIn(way).map((parameter) => [parameter.name, asked.path?.[parameter.name] ?? idFor(asked.ids, parameter)]),
  );
  const filled = route.path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  const usual = declaration.body === null ? undefined : (bodies[declaration.operationId]?.(asked.ids) ?? {});
  const { body, headers } = await world.seal(declaration.encryption, asked.body ?? usual);
  return asked.by.send({
    method: route.method,
    path: `${surfacePaths[route.surface].slice('/v1.0'.length)}${filled}${asked.query ?? ''}`,
    body,
    headers: { ...headers, ...asked.headers },
  });
};

/** What a caller learns of an answer, but for the request's own id. */
export const told = ({ status, headers, body }: Answer): string => {
  const names = [...headers.keys()].filter((name) => !['date', 'content-length'].includes(name));
  const members = typeof body === 'object' && body !== null ? { ...body, requestId: '' } : body;
  return JSON.stringify({ status, names, type: headers.get('content-type'), members });
};

const jsonSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  type: z.string().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  $ref: z.string().optional(),
  $defs: z.record(z.string(), z.unknown()).optional(),
});

const membersIn = (schema: unknown, at: string, defs: Readonly<Record<string, unknown>>): readonly string[] => {
  const read = jsonSchema.safeParse(schema);
  if (!read.success) return [];
  const { properties = {}, items, anyOf = [], oneOf = [], type, $ref, $defs = defs } = read.data;
  const referred = $ref === undefined ? undefined : $defs[$ref.split('/').at(-1) ?? ''];
  return [
    ...(type === 'string' ? [at] : []),
    ...[...anyOf, ...oneOf, referred].flatMap((choice) => membersIn(choice, at, $defs)),
    ...membersIn(items, `${at}[]`, $defs),
    ...Object.entries(properties).flatMap(([name, member]) =>
      membersIn(member, at === '' ? name : `${at}.${name}`, $defs),
    ),
  ];
};

/** Dotted paths of every text in a schema. */
export const textsIn = (schema: z.ZodType | null): readonly string[] =>
  schema === null
    ? []
    : [...new Set(membersIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), '', {}))];
