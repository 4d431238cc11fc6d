// The script of `/embed`. Which pages may frame it is in the page, which the server fills in.

import { inside } from "../frame/inside.js";

const told = document.querySelector<HTMLMetaElement>("meta[name=t2r-framed-by]")?.content ?? "";
void inside(document.body, new URLSearchParams(location.search), told.split(" ").filter(Boolean), parent);
