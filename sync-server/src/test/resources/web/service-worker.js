// fetches what it keeps
