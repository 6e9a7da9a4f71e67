import type { LayerRule } from './layer-rule.ts';

// How the files of one subdomain, and the subdomains among each other, may depend on one another.

// A folder of functions/ that is no subdomain.
const subdomain = '(?!kernel/|providers/|policies/)([^/]+)';
const anySubdomain = '(?!kernel/|providers/|policies/)[^/]+';
const layerFolders = '(?:domain|ports|infrastructure)/';
const operation = `(?!${layerFolders})([^/]+)`;
// Schemas and answers, beside operations.ts when several operations share them or in the folder of the one that has them.
const shapeNames = '[a-z-]*(?:answers|schemas?)\\.ts$';
const sharedShapes = `^functions/$1/${shapeNames}`;
// Any file beside operations.ts: shapes, and steps that several use cases of the subdomain take.
const besideOperations = '^functions/$1/(?!operations\\.ts)[^/]+\\.ts$';
// Schemas that all subdomains share.
const wireVocabulary = '^functions/kernel/(?:http/schemas|events/envelope|timers/timer-message)\\.ts$';
const temporal = '^node_modules/temporal-polyfill/';
const zod = '^node_modules/zod/';
const useCase = [
  '^functions/$1/(?:domain|ports)/',
  besideOperations,
  `^functions/${anySubdomain}/ports/`,
  '^functions/kernel/(?!http/|.*aws-)',
  '^functions/policies/',
  temporal,
];

export const subdomainLayers: readonly LayerRule[] = [
  {
    name: 'domain-is-pure',
    comment:
      'A domain decides from what it is given: no AWS, schema library, I/O, clock or other subdomain. Only then can a property test play a million histories through it in a second.',
    from: { path: `^functions/${subdomain}/domain/` },
    to: {
      pathNot: [
        `^functions/$1/domain/`,
        '^functions/kernel/(?:money|ids|errors|time|events)/',
        '^functions/policies/',
        temporal,
      ],
    },
  },
  {
    name: 'domain-only-names-records',
    comment:
      'A decision says which record it stands for, so it may use the type of a record; numbering, storing and publishing it is not its business.',
    from: { path: `^functions/${anySubdomain}/domain/` },
    to: { path: '^functions/kernel/events/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'ports-name-no-adapter',
    comment:
      'A port is what a use case needs, in the words of the domain. A port that knows a concrete thing cannot be faked in a test or replaced by another provider.',
    from: { path: `^functions/${subdomain}/ports/` },
    to: {
      pathNot: [
        '^functions/$1/(?:domain|ports)/',
        `^functions/${anySubdomain}/ports/`,
        '^functions/kernel/',
        '^functions/policies/',
        temporal,
      ],
    },
  },
  {
    name: 'ports-take-only-types-from-the-kernel',
    comment:
      'A port may speak of write intents or tenants, but it runs nothing: a value imported here would pull the persistence layer into every use case.',
    from: { path: `^functions/${anySubdomain}/ports/` },
    to: {
      path: '^functions/kernel/',
      pathNot: '^functions/kernel/(?:money|ids|errors|time|tenancy)/',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'use-case-knows-only-ports',
    comment:
      'An operation is read, tested and reasoned about without AWS, HTTP or a provider: own domain and ports, ports of other subdomains, kernel, policies.',
    from: {
      path: `^functions/${subdomain}/${operation}/(?!handler\\.ts|wire-[a-z-]+\\.ts|declaration\\.ts)[^/]+\\.ts$`,
      pathNot: `/${shapeNames}`,
    },
    to: { pathNot: [...useCase, '^functions/$1/$2/'] },
  },
  {
    name: 'shared-step-knows-only-ports',
    comment:
      'A step that several use cases of a subdomain take stands beside operations.ts and is bound like a use case: it only saves writing it twice.',
    from: {
      path: `^functions/${subdomain}/(?!operations\\.ts|wire-[a-z-]+\\.ts)[^/]+\\.ts$`,
      pathNot: `/${shapeNames}`,
    },
    to: { pathNot: useCase },
  },
  {
    name: 'declaration-is-data',
    comment:
      'CDK, the local platform, OpenAPI and the tests read declarations at build time. A declaration that imports behaviour would run it there.',
    from: { path: `^functions/${subdomain}/${operation}/declaration\\.ts$` },
    to: {
      pathNot: [
        zod,
        '^functions/kernel/(?:operation|money|ids|errors|time)/',
        '^functions/$1/domain/',
        sharedShapes,
        `^functions/$1/$2/${shapeNames}`,
        wireVocabulary,
        '^functions/policies/',
      ],
    },
  },
  {
    name: 'shapes-are-data',
    comment:
      'What several operations of a subdomain answer is written once, beside operations.ts: schemas and the pure step from the domain to them.',
    from: { path: `^functions/${subdomain}/[^/]*/?${shapeNames}`, pathNot: layerFolders },
    to: {
      pathNot: [
        zod,
        '^functions/kernel/(?:operation|money|ids|errors|time)/',
        '^functions/$1/(?:domain|ports)/',
        sharedShapes,
        wireVocabulary,
        '^functions/policies/',
      ],
    },
  },
  {
    name: 'operations-list-only-declarations',
    comment:
      "A subdomain's operations.ts is the list that lib/ reads; anything else in it would be deployed code run by the CDK.",
    from: { path: `^functions/${subdomain}/operations\\.ts$` },
    to: { pathNot: [`^functions/$1/${operation}/declaration\\.ts$`, '^functions/kernel/operation/'] },
  },
  {
    name: 'handler-wires-one-operation',
    comment:
      'One function, one operation: its role, its timeout and its alarms belong to that operation. Another operation is reached by an event, a queue or a port.',
    from: { path: `^functions/${subdomain}/${operation}/handler\\.ts$` },
    to: { path: `^functions/${anySubdomain}/${operation}/[^/]+\\.ts$`, pathNot: '^functions/$1/$2/' },
  },
  {
    name: 'infrastructure-serves-its-subdomain',
    comment:
      "An adapter knows its own subdomain's domain and ports, and how items are kept. Reading another subdomain's items would tie two schemas together where nobody looks.",
    from: { path: `^functions/${subdomain}/infrastructure/` },
    to: {
      path: '^functions/',
      pathNot: [
        '^functions/$1/(?:domain|ports|infrastructure)/',
        '^functions/kernel/(?!http/)',
        '^functions/policies/',
      ],
    },
  },
  {
    name: 'subdomains-meet-at-ports',
    comment:
      "A subdomain's folder can be understood, changed and deployed alone: others see its ports and its events, nothing else.",
    from: { path: `^functions/${subdomain}/`, pathNot: '/(?:handler|wire-[a-z-]+)\\.ts$' },
    to: {
      path: `^functions/${anySubdomain}/`,
      pathNot: ['^functions/$1/', `^functions/${anySubdomain}/ports/`],
    },
  },
  {
    name: 'kernel-knows-no-subdomain',
    comment:
      'Everything stands on the kernel; a kernel that knows what stands on it cannot be changed by one subdomain without the others.',
    from: { path: '^functions/kernel/' },
    to: { path: '^functions/(?!kernel/)' },
  },
  {
    name: 'policies-are-data',
    comment:
      'Regulation and network rules are effective-dated data. They are read by domains and must not reach for anything but money, time and errors.',
    from: { path: '^functions/policies/' },
    to: { path: '^functions/', pathNot: ['^functions/policies/', '^functions/kernel/(?:money|ids|errors|time)/'] },
  },
  {
    name: 'provider-implements-ports',
    comment:
      'A provider adapter translates: it implements the ports of subdomains and keeps nothing, so it never touches persistence or another provider.',
    from: { path: '^functions/providers/([^/]+)/' },
    to: {
      path: '^functions/',
      pathNot: [
        '^functions/providers/$1/',
        '^functions/providers/[^/]+\\.ts$',
        `^functions/${anySubdomain}/ports/`,
        `^functions/${anySubdomain}/domain/`,
        '^functions/kernel/(?!persistence/)',
      ],
    },
  },
  {
    name: 'provider-decides-nothing',
    comment:
      'A provider may name domain types in its answers, but what they mean is decided in the domain, once for every provider.',
    from: { path: '^functions/providers/' },
    to: { path: `^functions/${anySubdomain}/domain/`, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'providers-are-wired-by-handlers',
    comment: 'Which provider serves a tenant is configuration. Code that imports an adapter has already chosen one.',
    from: { path: '^functions/', pathNot: ['^functions/providers/', '/(?:handler|wire-[a-z-]+)\\.ts$'] },
    to: { path: '^functions/providers/' },
  },
  {
    name: 'the-twin-is-a-stranger',
    comment:
      'The sandbox twin stands for companies outside: the platform talks to it over HTTP only, or a test against it proves nothing about them.',
    from: { path: '^functions/', pathNot: '^functions/sandbox/' },
    // The list of its operations is data, and the published matrix of operations names the sandbox's too.
    to: { path: '^functions/sandbox/', pathNot: '^functions/sandbox/operations\\.ts$' },
  },
];
