import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Scheme and host as the reader's browser knows them; "" on the server. */
export const useOrigin = (): string =>
  useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
