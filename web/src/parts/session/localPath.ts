/** Where to go after signing in: only a path of this site, whatever the address asks for. */
export function localPath(wanted: string | null): string {
  if (!wanted?.startsWith("/") || /^\/[/\\]/.test(wanted)) return "/";
  return wanted;
}
