import { builtinModules } from 'node:module';
import vitest from '@vitest/eslint-plugin';
import prettier from 'eslint-config-prettier/flat';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const source = ['bin/**/*.ts', 'lib/**/*.ts', 'functions/**/*.ts', 'local/**/*.ts'];
const tools = ['bench/**/*.ts', 'scripts/**/*.ts'];
const tests = ['test/**/*.ts'];
const configs = ['*.config.ts', '*.config.mjs', '.*.mjs'];

// no-restricted-syntax is replaced, not merged, by a later block: every block lists what it keeps.
const zodAsNamespace = {
  selector:
    'ImportDeclaration[source.value=/^zod(\\u002f|$)/]:not([importKind="type"]) > :matches(ImportSpecifier[importKind!="type"], ImportDefaultSpecifier)',
  message: "Write `import * as z from 'zod'`: a named import bundles every locale (five times the size).",
};
const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name: one name for one thing, everywhere.',
};
const noReExportAll = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: import from the file that defines the name.',
};

const wallClock = [{ object: 'Temporal', property: 'Now', message: 'Take the time from the injected Clock.' }];
const randomness = [{ object: 'Math', property: 'random', message: 'Take randomness from kernel/platform.' }];
const environment = [{ object: 'process', property: 'env', message: 'Read settings through kernel/config.' }];
const date = [{ name: 'Date', message: 'Use Temporal and the injected Clock (kernel/time).' }];
const inexact = [{ name: 'parseFloat', message: 'Money is bigint minor units; nothing here is a float.' }];

export default defineConfig(
  globalIgnores(['cdk.out/', 'coverage/', 'dist/', '.local/', 'docs/', '**/*.d.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },

  // Everything written in TypeScript.
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'array-callback-return': 'error',
      'consistent-return': 'off', // the compiler's noImplicitReturns knows unions that never fall through
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-constant-binary-expression': 'error',
      'no-constructor-return': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-else-return': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-fallthrough': 'error',
      'no-lonely-if': 'error',
      'no-param-reassign': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-assignment': 'error',
      'no-useless-rename': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'preserve-caught-error': 'error',
      'require-atomic-updates': 'off', // flags every await between reading and writing a local
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': [
        'error',
        {
          paths: builtinModules
            .filter((name) => !name.startsWith('_') && !name.startsWith('node:'))
            .map((name) => ({ name, message: `Write node:${name}.` })),
        },
      ],
      'no-restricted-syntax': ['error', zodAsNamespace, noDefaultExport, noReExportAll],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A class that only exists to be constructed by CDK or thrown by name is not extraneous.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }], // digits and ids, not emoji
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      // An in-process adapter answers at once but must still reject, not throw, like the real one.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/strict-boolean-expressions': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
    },
  },

  // The product: no ambient time, randomness or environment.
  {
    files: source,
    rules: {
      'no-restricted-globals': ['error', ...date, ...inexact],
      'no-restricted-properties': ['error', ...wallClock, ...randomness, ...environment],
    },
  },
  {
    files: ['functions/kernel/time/**/*.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-properties': ['error', ...randomness, ...environment],
    },
  },
  {
    files: ['functions/kernel/platform/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ...wallClock, ...environment] },
  },
  {
    files: [
      'functions/kernel/config/**/*.ts',
      'functions/kernel/observability/**/*.ts',
      'bin/**/*.ts',
      'lib/**/*.ts',
      'local/**/*.ts',
    ],
    rules: { 'no-restricted-properties': ['error', ...wallClock, ...randomness] },
  },
  {
    files: ['functions/kernel/observability/**/*.ts', 'bin/**/*.ts', 'local/**/*.ts', ...tools],
    rules: { 'no-console': 'off' },
  },

  // Workflow definitions, access-log formats and mapping templates are strings with placeholders of AWS.
  { files: ['lib/**/*.ts'], rules: { 'no-template-curly-in-string': 'off' } },

  // Schemas and wiring are typed by what they are made of: writing the type would be writing them twice.
  {
    files: ['functions/**/handler.ts', 'functions/**/declaration.ts', 'functions/**/*schemas.ts', 'functions/*/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },

  // Adyen's library describes its messages by classes, made to be given as plain objects: it copies what they name.
  {
    files: ['functions/providers/adyen/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },

  // Tests: fakes and bad input need the liberties that source may not take.
  {
    files: tests,
    plugins: { vitest },
    settings: { vitest: { typecheck: true } },
    rules: {
      ...vitest.configs.recommended.rules,
      'vitest/expect-expect': 'off', // expect.requireAssertions counts what really ran
      'vitest/no-disabled-tests': 'error',
      'vitest/no-focused-tests': 'error',
      'vitest/no-commented-out-tests': 'error',
      'vitest/no-duplicate-hooks': 'error',
      'vitest/no-conditional-expect': 'error',
      'vitest/no-test-return-statement': 'error',
      'vitest/prefer-hooks-on-top': 'error',
      'vitest/valid-title': ['error', { allowArguments: true }],
      complexity: 'off',
      'no-console': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off', // fakes are plain objects
    },
  },

  // What several tests share asserts outside of their blocks.
  { files: tests, ignores: ['test/**/*.test.ts'], rules: { 'vitest/no-standalone-expect': 'off' } },

  // Files that a tool reads by their default export.
  { files: configs, rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.mjs'], extends: [tseslint.configs.recommended] },
  prettier,
  // eslint-config-prettier switches it off because of one option that is not used here.
  { files: ['**/*.ts'], rules: { curly: ['error', 'multi-line'] } },
);
