/** Checks values against a JSON Schema with the validator that fastify checks its own routes with. For tests. */
import fastify from "fastify";

/** Throws when the schema itself is wrong. Formats are not checked; nothing is coerced or removed. */
export async function schemaCheck(schema: unknown): Promise<(value: unknown) => boolean> {
  const server = fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, validateFormats: false, strict: false } } });
  // Its validator is of an older draft, in which all that we use means the same.
  const { $schema: _, ...plain } = schema as Record<string, unknown>;
  let check: ((value: unknown) => unknown) | undefined;
  server.get("/", async (request) => {
    check = request.compileValidationSchema(plain);
    return "";
  });
  const { statusCode, body } = await server.inject("/");
  await server.close();
  if (check === undefined) throw new Error(`${statusCode}: ${body}`);
  const found = check;
  return (value) => found(value) === true;
}
