/** Stands in where there is no player: takes everything, keeps nothing. The course stays readable. */

export const unconnectedApi = {
  Initialize: () => "true",
  Terminate: () => "true",
  GetValue: () => "",
  SetValue: () => "true",
  Commit: () => "true",
  GetLastError: () => "0",
  GetErrorString: () => "",
};
