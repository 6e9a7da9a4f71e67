import { folderLayers, packageLayers } from './scripts/layers/repository-layers.ts';
import { subdomainLayers } from './scripts/layers/subdomain-layers.ts';

/**
 * The layers of docs/architecture.md as rules. Every rule says why it exists: whoever runs into one
 * should learn what it protects. `test/architecture/layers.test.ts` plants a violation of each.
 */
/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...subdomainLayers, ...folderLayers, ...packageLayers].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:cdk\\.out|coverage|dist|\\.local)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
