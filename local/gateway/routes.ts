import type { Declaration, HttpDeclaration, Route } from '../../functions/kernel/operation/declaration.ts';
import { surfacePaths } from '../../functions/kernel/operation/declaration.ts';

/** A method of the API. */
export interface GatewayRoute {
  readonly declaration: HttpDeclaration;
  readonly route: Route;
  /** Full path below the stage, with `{name}` parameters. */
  readonly resource: string;
  readonly segments: readonly string[];
}

export interface MatchedRoute {
  readonly route: GatewayRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

const segmentsOf = (path: string): readonly string[] => path.split('/').slice(1);

const parameterName = (segment: string): string | undefined =>
  segment.startsWith('{') && segment.endsWith('}') ? segment.slice(1, -1) : undefined;

/** All methods that the declarations ask for. */
export const routesOf = (declarations: readonly Declaration[]): readonly GatewayRoute[] =>
  declarations.flatMap((declaration) =>
    declaration.kind !== 'http'
      ? []
      : declaration.routes.map((route) => {
          const resource = `${surfacePaths[route.surface]}${route.path}`;
          return { declaration, route, resource, segments: segmentsOf(resource) };
        }),
  );

const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not valid percent-encoding: such a path names nothing.
    return undefined;
  }
};

const parametersOf = (pattern: readonly string[], found: readonly string[]): Record<string, string> | undefined => {
  if (pattern.length !== found.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [position, segment] of pattern.entries()) {
    const name = parameterName(segment);
    const value = decoded(found[position] ?? '');
    if (value === undefined || value === '') return undefined;
    if (name === undefined && segment !== value) return undefined;
    if (name !== undefined) parameters[name] = value;
  }
  return parameters;
};

const literalCount = ({ segments }: GatewayRoute): number =>
  segments.filter((segment) => parameterName(segment) === undefined).length;

/** Finds the method for a path below the stage; like API Gateway, a literal segment wins over a parameter. */
export const routeMatcher = (
  routes: readonly GatewayRoute[],
): ((method: string, path: string) => MatchedRoute | undefined) => {
  const ordered = routes.toSorted((left, right) => literalCount(right) - literalCount(left));
  return (method, path) => {
    const found = segmentsOf(path);
    for (const route of ordered) {
      if (route.route.method !== method) continue;
      const parameters = parametersOf(route.segments, found);
      if (parameters !== undefined) return { route, parameters };
    }
    return undefined;
  };
};
