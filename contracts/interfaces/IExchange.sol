// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Order} from "../exchange/Order.sol";
import {Instrument} from "../instruments/Instrument.sol";

/// @dev An order, its signature and how many lots of it to fill, wad.
struct Fill {
    Order order;
    bytes signature;
    uint256 lots;
}

/// @dev A transfer of a position between two consenting owners, at any price.
/// @param from Account that gives
/// @param to Account that receives
/// @param size What `from` gives of its position, with the sign of that position, wad
/// @param cash What `to` pays to `from`, wad; negative when `from` pays. Of a future or perpetual the value at which it
/// leaves the one and enters the other
/// @param fromNonce Nonce of `from`, as in an order
/// @param toNonce Nonce of `to`
struct PositionTransfer {
    uint256 from;
    uint64 fromEpoch;
    uint256 to;
    uint64 toEpoch;
    Instrument instrument;
    int256 size;
    int256 cash;
    uint256 fromNonce;
    uint256 toNonce;
    uint40 validUntil;
}

/// @dev Fees, wad. The taker pays `rate` of notional but of an option at most `premiumCap` of the premium.
/// @param fundShare Share of the insurance fund; the rest is the treasury's
struct FeeSchedule {
    uint64 rate;
    uint64 premiumCap;
    uint64 fundShare;
}

/// @title IExchange
/// @notice How positions change hands by consent.
interface IExchange {
    /// @notice One trade, seen from the taker: size and cash positive when the taker receives; cash without the fee, and of a
    /// future or perpetual the value of the trade (−size · price), which has no premium.
    event Trade(
        uint256 indexed taker,
        uint256 indexed maker,
        Instrument indexed instrument,
        uint24 market,
        int256 size,
        int256 cash,
        uint256 notional,
        uint256 premium,
        uint256 fee,
        uint256 fundFee,
        address referrer,
        bytes32 tag
    );
    event PositionTransferred(
        uint256 indexed from,
        uint256 indexed to,
        Instrument indexed instrument,
        int256 size,
        int256 cash,
        uint256 fee,
        uint256 fundFee
    );
    event OrderFilled(bytes32 indexed digest, uint256 indexed account, uint256 lots, uint256 filled);
    event NoncesCancelled(uint256 indexed account, uint256 word, uint256 bits);
    event FeesSet(FeeSchedule fees);

    error UnsupportedMatch(uint256 fills, uint256 supported);
    error UnsupportedOrderField(bytes32 field);
    error OneTakerNeeded(uint256 takers);
    error SameAccount(uint256 account);
    error InstrumentMismatch(Instrument taker, Instrument maker);
    error SizeMismatch(int256 taker, int256 maker);
    error ZeroSize();
    error OrderNotYetValid(uint256 validFrom, uint256 time);
    error OrderExpired(uint256 validUntil, uint256 time);
    error OrderUsed(uint256 account, uint256 nonce);
    error OrderOverfilled(uint256 lots, uint256 remaining);
    error FillTooSmall(uint256 lots, uint256 minFill);
    error WrongFiller(address filler, address caller);
    error WrongEpoch(uint256 account, uint64 signed, uint64 current);
    error SignerNotOwner(uint256 account, address signer, address owner);
    error SignatureInvalid(address signer, bytes32 digest);
    error PriceNotMet(int256 required, int256 offered);
    error FeeAboveLimit(uint256 fee, uint256 limit);
    error NotAccountOwner(uint256 account, address caller);
    error MoreThanHeld(uint256 account, int256 size, int256 held);
    error FeeOutOfBounds(bytes32 name, uint256 value, uint256 maximum);

    /// @notice Matches two one-leg orders whose sizes cancel. Exactly one carries the taker flag: the maker gets its
    /// limit, the surplus is the taker's, who pays the fee. Anybody may submit it.
    function matchOrders(Fill[] calldata fills) external;

    /// @notice Moves a position between two accounts. Each owner either calls or has signed the transfer.
    function transferPosition(
        PositionTransfer calldata transfer,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external;

    /// @notice Cancels the orders of an account whose nonces are the set bits of a word. Its owner only.
    function cancel(uint256 account, uint256 word, uint256 bits) external;

    /// @notice Changes the fees, inside bounds.
    function setFees(FeeSchedule calldata fees) external;

    /// @notice EIP-712 digest of an order.
    function digestOf(Order calldata order) external view returns (bytes32);

    /// @notice EIP-712 digest of a position transfer.
    function digestOfTransfer(PositionTransfer calldata transfer) external view returns (bytes32);

    /// @notice Lots of an order filled so far, wad; a complete fill shows in `usedNonces` instead.
    function filledLots(bytes32 digest) external view returns (uint256);

    /// @notice Nonces of an account that are filled or cancelled, a word of 256 at a time.
    function usedNonces(uint256 account, uint256 word) external view returns (uint256);

    /// @notice The fees.
    function fees() external view returns (FeeSchedule memory);
}
