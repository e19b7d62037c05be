# nothing here yet
/* a placeholder
   of several lines */
