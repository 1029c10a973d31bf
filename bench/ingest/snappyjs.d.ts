declare module "snappyjs" {
  export function compress(input: Buffer): Buffer;
}
