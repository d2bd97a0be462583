import { checksOf } from "./browser-checks.ts";

Object.assign(globalThis, { checksOf });
