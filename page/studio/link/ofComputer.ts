/** Whether the page's address is one of this computer, so that a link to it opens nowhere else. */
export const isOfComputer = (host = location.hostname): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
