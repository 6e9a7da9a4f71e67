interface Held {
  /** Resolves when the use case is there. */
  readonly arrived: Promise<void>;
  readonly go: () => void;
  readonly pass: () => Promise<void>;
}

/** A use case that waits until it is told to go on. */
export const held = (): Held => {
  let go = (): void => undefined;
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { arrived, go: () => go(), pass: async () => (arrive(), gate) };
};
