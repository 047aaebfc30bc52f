// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IExchange} from "../interfaces/IExchange.sol";
import {Order, OrderFlags} from "./Order.sol";

/// @title OrderSupport
/// @notice The order struct is final; what this version does not serve is refused by name, never ignored.
library OrderSupport {
    /// @notice Reverts with the name of the first field that is set but not served.
    function requireSupported(Order calldata o) internal pure {
        _unset("legs", o.legs.length == 1);
        _unset("priceKind", o.priceKind == 0);
        _unset("spotLow", o.spotLow == 0);
        _unset("spotHigh", o.spotHigh == 0);
        _unset("spotSpread", o.spotSpread == 0);
        _unset("endPrice", o.endPrice == 0);
        _unset("endTime", o.endTime == 0);
        _unset("maxPriceAge", o.maxPriceAge == 0);
        _unset("relayFee", o.relayFee == 0);
        _unset("group", o.group == 0);
        _unset("flags", o.flags & ~OrderFlags.TAKER == 0);
        _unset("trigger", o.trigger.market == 0 && o.trigger.price == 0 && !o.trigger.above);
    }

    function _unset(bytes32 field, bool unset) private pure {
        require(unset, IExchange.UnsupportedOrderField(field));
    }
}
