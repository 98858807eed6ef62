import type { Dialect } from '../llm/provider.ts';

/** The same dialect below a path of the host, where one host speaks several. */
export function under(prefix: string, dialect: Dialect): Dialect {
  return {
    ...dialect,
    encode: (request, options) => {
      const encoded = dialect.encode(request, options);
      return { ...encoded, path: prefix + encoded.path };
    },
    modelsPath: prefix + dialect.modelsPath,
  };
}
