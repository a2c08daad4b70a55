import { createContext } from "react";

/** Whether what is shown is kept up to date. While it is not, nothing on the page grows: nobody knows how it is by now. */
export const Connected = createContext(true);
