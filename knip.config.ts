import type { KnipConfig } from 'knip';

/**
 * What is reached from outside the import graph. An exception says who needs it; anything knip still
 * reports is dead and goes.
 */
const config: KnipConfig = {
  entry: [
    // Bundled by name for Lambda and loaded by name by the local platform.
    'functions/*/*/handler.ts',
    // Read as data by lib/, by the generators and by the tests.
    'functions/*/operations.ts',
    'bin/*.ts',
    'scripts/*.{ts,mjs}',
    'local/ministack/*.ts',
    // The bundler puts it in the place of a package (lib/bundling.ts).
    'functions/kernel/platform/aws-credentials.ts',
    // Deployed by the MiniStack probes as functions of their own.
    'local/ministack/fixtures/**/*.ts',
    '.ci/*.mjs',
  ],
  project: ['{bin,lib,functions,local,bench,scripts,test,console}/**/*.{ts,mjs}', '*.{ts,mjs}'],
  ignoreExportsUsedInFile: true,
  // Contributors install its hooks by hand (CONTRIBUTING.md); knip sees that only where CI is set.
  ignoreDependencies: ['lefthook'],
  // Makes the certificates that tests of mutual TLS present; the platform itself runs none.
  ignoreBinaries: ['openssl'],
};

export default config;
