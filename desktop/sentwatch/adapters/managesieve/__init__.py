"""ManageSieve (RFC 5804): reading all scripts, and a second door for the one change the user may ask for."""

from sentwatch.adapters.managesieve.change import SieveChange
from sentwatch.adapters.managesieve.door import ManageSieveDoor, ManageSieveScripts
from sentwatch.adapters.managesieve.rules import SieveRules
from sentwatch.adapters.srv import SieveDns

__all__ = ["ManageSieveDoor", "ManageSieveScripts", "SieveChange", "SieveDns", "SieveRules"]
