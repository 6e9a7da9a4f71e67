// Plain JavaScript on purpose: the Node versions that have to be turned away cannot read TypeScript.
// Preload it (`node --import`) or import it first; on Node 24 and later it does nothing.
const wanted = 24;
const found = Number.parseInt(process.versions.node, 10);

if (found < wanted) {
  process.stderr.write(
    `Nodal needs Node ${wanted} or later and this is Node ${process.versions.node}. ` +
      'Run it through npm after `npm ci` with install scripts allowed: that brings its own Node.\n',
  );
  process.exit(1);
}
