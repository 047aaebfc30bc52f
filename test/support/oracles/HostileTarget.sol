// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice How a target treats those who read from it.
enum Conduct {
    Answers,
    Reverts,
    RevertsAtLength,
    AnswersShort,
    AnswersNothing,
    AnswersAtLength,
    AnswersOneMegabyte,
    BurnsGas,
    HitsInvalid,
    AnswersLate
}

/// @title HostileTarget
/// @notice Stands in for a feed, a reference contract or a pool: any function answers what a test wrote for it, until
/// the test switches on a fault.
contract HostileTarget {
    /// @dev As long as the memory that 150,000 gas can buy, nearly; and far more than that.
    uint256 private constant LONG = 200_000;
    uint256 private constant MEGABYTE = 1 << 20;
    /// @dev What an answer that comes late has burned: most of what a guarded call grants.
    uint256 private constant LATE = 140_000;

    Conduct private conduct;
    mapping(bytes4 selector => bytes) private answers;

    fallback() external payable {
        _perform();
    }

    receive() external payable {}

    function behave(Conduct conduct_) external {
        conduct = conduct_;
    }

    function answer(bytes4 selector, bytes memory content) external {
        answers[selector] = content;
    }

    function _perform() private view {
        if (conduct == Conduct.Answers) _give(answers[msg.sig]);
        if (conduct == Conduct.AnswersShort) _answerShort(answers[msg.sig]);
        if (conduct == Conduct.AnswersLate) _answerLate();
        if (conduct == Conduct.AnswersAtLength) _return(LONG);
        if (conduct == Conduct.AnswersOneMegabyte) _return(MEGABYTE);
        if (conduct == Conduct.RevertsAtLength) _revert(LONG);
        if (conduct == Conduct.Reverts) _revert(4);
        while (conduct == Conduct.BurnsGas) {}
        if (conduct == Conduct.HitsInvalid) _invalid();
    }

    function _answerShort(bytes memory content) private pure {
        assembly {
            return(add(content, 32), sub(mload(content), 1))
        }
    }

    function _answerLate() private view {
        uint256 start = gasleft();
        bytes memory content = answers[msg.sig];
        while (start - gasleft() < LATE) {}
        _give(content);
    }

    function _give(bytes memory content) private pure {
        assembly {
            return(add(content, 32), mload(content))
        }
    }

    /// @dev All ones at the start, where a reader looks.
    function _return(uint256 size) private pure {
        assembly {
            for {
                let i := 0
            } lt(i, 256) {
                i := add(i, 32)
            } {
                mstore(i, not(0))
            }
            return(0, size)
        }
    }

    function _revert(uint256 size) private pure {
        assembly {
            revert(0, size)
        }
    }

    function _invalid() private pure {
        assembly {
            invalid()
        }
    }
}
